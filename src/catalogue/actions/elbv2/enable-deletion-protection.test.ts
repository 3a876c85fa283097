import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableDeletionProtection } from './enable-deletion-protection.ts';

const site = { partition: 'aws-cn', account: '123456789012', region: 'cn-north-1' };
const id = 'app/web/50dc6c495c0c9188';
const arn = `arn:aws-cn:elasticloadbalancing:cn-north-1:123456789012:loadbalancer/${id}`;
const remedy = enableDeletionProtection.with({ loadBalancer: id });
const answering = (Attributes: { Key: string; Value: string }[]) =>
  scriptedCloud()
    .on('elbv2', 'describeLoadBalancerAttributes', ({ LoadBalancerArn }) => ({ Attributes: LoadBalancerArn === arn ? Attributes : [] }))
    .reader(site);

test('an attribute that AWS does not mention is off', async () => {
  expect(remedy.wrong(await remedy.observe(answering([{ Key: 'idle_timeout.timeout_seconds', Value: '60' }])))).toMatch(/delete/);
  expect(remedy.wrong(await remedy.observe(answering([{ Key: 'deletion_protection.enabled', Value: 'true' }])))).toBeUndefined();
});

test('changes this one attribute, under the ARN of its partition', async () => {
  expect(remedy.fix(await remedy.observe(answering([])))).toMatchObject([
    { input: { LoadBalancerArn: arn, Attributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }] } },
  ]);
});

test('takes the id of a load balancer, and not of a classic one', () => {
  for (const bad of ['web', 'targetgroup/web/50dc6c495c0c9188', arn])
    expect(() => enableDeletionProtection.with({ loadBalancer: bad })).toThrow(expect.objectContaining({ code: 'bad-params' }));
});

test('lists load balancers by the id that events name', async () => {
  const cloud = scriptedCloud().on('elbv2', 'describeLoadBalancers', () => ({ LoadBalancers: [{ LoadBalancerArn: arn }] }));
  expect(await enableDeletionProtection.list(cloud.reader(site))).toMatchObject([{ id, arn }]);
});
