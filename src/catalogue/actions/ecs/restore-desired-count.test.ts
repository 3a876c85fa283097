import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { restoreDesiredCount } from './restore-desired-count.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = restoreDesiredCount.with({ service: 'web', cluster: 'shop' });
const zero = { tasks: { desired: 0, running: 0 }, draining: false, controller: 'ECS', daemon: false };
const cloudWith = (service: object, recorded?: number) =>
  scriptedCloud({ recorded: () => (recorded === undefined ? undefined : { tasks: { desired: recorded, running: recorded } }) })
    .on('ecs', 'describeServices', () => ({ services: [{ serviceName: 'web', ...service }] }))
    .reader(site);

test('knows the cluster of a service by its id, also when that names the cluster by its ARN', () => {
  const from = (id: string) => restoreDesiredCount.from({ type: 'AWS::ECS::Service', id, ...site });
  expect(from('shop|web')).toEqual([{ service: 'web', cluster: 'shop' }]);
  expect(from('arn:aws:ecs:eu-west-1:123456789012:cluster/shop|web')).toEqual([{ service: 'web', cluster: 'shop' }]);
});

test('is healed when a task runs, not when one was asked for', () => {
  expect(remedy.wrong({ ...zero, tasks: { desired: 2, running: 0 } })).toBe('none of the 2 tasks of the service is running');
  expect(remedy.fix({ ...zero, tasks: { desired: 2, running: 0 }, recorded: 2 })).toEqual([]);
  expect(remedy.wrong({ ...zero, tasks: { desired: 2, running: 1 } })).toBeUndefined();
});

test('asks for as many tasks as were recorded', async () => {
  expect(remedy.fix(await remedy.observe(cloudWith({ desiredCount: 0, runningCount: 0 }, 4)))).toMatchObject([
    { operation: 'updateService', input: { cluster: 'shop', service: 'web', desiredCount: 4 } },
  ]);
});

test.each([
  [{ ...zero }, /nobody recorded/],
  [{ ...zero, recorded: 2, controller: 'EXTERNAL' }, /tool outside ECS/],
  [{ ...zero, recorded: 2, draining: true }, /being deleted/],
])('refuses %j', (state, why) => expect(remedy.refuses(state)).toMatch(why));

test('leaves a daemon service alone, which has as many tasks as instances', async () => {
  const state = await remedy.observe(cloudWith({ desiredCount: 0, runningCount: 0, schedulingStrategy: 'DAEMON' }));
  expect(remedy.wrong(state)).toBeUndefined();
});

test('a deleted service, which ECS still describes for a while, is gone', async () => {
  await expect(remedy.observe(cloudWith({ desiredCount: 0, status: 'INACTIVE' }))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('describes no more than ten services at once', async () => {
  const arns = Array.from({ length: 23 }, (_, index) => `arn:aws:ecs:eu-west-1:123456789012:service/shop/s${index}`);
  const asked: number[] = [];
  const cloud = scriptedCloud()
    .on('ecs', 'listClusters', () => ({ clusterArns: ['arn:aws:ecs:eu-west-1:123456789012:cluster/shop'] }))
    .on('ecs', 'listServices', () => ({ serviceArns: arns }))
    .on('ecs', 'describeServices', ({ services = [] }) => {
      asked.push(services.length);
      return {
        services: services.map((serviceArn) => ({
          serviceArn,
          serviceName: serviceArn.split('/').at(-1) ?? '',
          clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop',
          tags: serviceArn.endsWith('/s22') ? [{ key: 'selfheal:guarded', value: 'true' }] : [],
        })),
      };
    });
  expect((await restoreDesiredCount.list(cloud.reader(site))).map(({ id }) => id)).toEqual(['shop|s22']);
  expect(asked).toEqual([10, 10, 3]);
});
