import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableAlarmActions } from './enable-alarm-actions.ts';

const site = { partition: 'aws-us-gov', account: '123456789012', region: 'us-gov-west-1' };
const remedy = enableAlarmActions.with({ alarm: 'cpu: high' });
const topic = 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:on-call';

/** Two alarms, a metric's and a composite one, whose actions can be turned on and off. */
function world(enabled: boolean) {
  const alarms = new Map([
    ['cpu: high', enabled],
    ['site down', true],
  ]);
  const turn =
    (on: boolean) =>
    ({ AlarmNames = [] }: { AlarmNames: string[] | undefined }) => {
      for (const name of AlarmNames) alarms.set(name, on);
      return {};
    };
  const cloud = scriptedCloud()
    .on('cloudwatch', 'describeAlarms', ({ AlarmTypes = [] }) => ({
      MetricAlarms: [{ AlarmName: 'cpu: high', ActionsEnabled: alarms.get('cpu: high'), AlarmActions: [topic], OKActions: [topic] }],
      CompositeAlarms: AlarmTypes.includes('CompositeAlarm')
        ? [{ AlarmName: 'site down', ActionsEnabled: alarms.get('site down'), AlarmActions: [topic] }]
        : [],
    }))
    .on('cloudwatch', 'enableAlarmActions', turn(true))
    .on('cloudwatch', 'disableAlarmActions', turn(false));
  return { cloud, alarms };
}

test('heals the alarm, touches no other, writes nothing the second time, and undoes it', async () => {
  const { cloud, alarms } = world(false);
  const before = await remedy.observe(cloud.reader(site));
  expect(remedy.wrong(before)).toBe('its 2 actions are disabled');
  for (const call of remedy.fix(before)) await cloud.writer(site, 'inc-1').send(call);
  const healed = await remedy.observe(cloud.reader(site));
  expect(healed).toEqual(remedy.after(before));
  expect(remedy.fix(healed)).toEqual([]);
  for (const call of remedy.undo(before, healed)) await cloud.writer(site, 'inc-1').send(call);
  expect(await remedy.observe(cloud.reader(site))).toEqual(before);
  expect(alarms.get('site down')).toBe(true);
});

test('composite alarms are alarms too, though AWS leaves them out unless it is asked', async () => {
  const { cloud, alarms } = world(true);
  alarms.set('site down', false);
  expect((await enableAlarmActions.list(cloud.reader(site))).map(({ id }) => id)).toEqual(['cpu: high', 'site down']);
  const composite = enableAlarmActions.with({ alarm: 'site down' });
  expect(composite.wrong(await composite.observe(cloud.reader(site)))).toBe('its 1 action is disabled');
});

test('an alarm that has no actions has none that could be disabled', () => {
  expect(remedy.wrong({ enabled: false, actions: 0 })).toBeUndefined();
});

test('an alarm that AWS does not know is gone', async () => {
  const unknown = enableAlarmActions.with({ alarm: 'no such alarm' });
  await expect(unknown.observe(world(true).cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('asks for tags with the ARN of the partition, whatever stands in the name', async () => {
  const cloud = scriptedCloud().on('cloudwatch', 'listTagsForResource', ({ ResourceARN }) => ({
    Tags: ResourceARN === 'arn:aws-us-gov:cloudwatch:us-gov-west-1:123456789012:alarm:cpu: high' ? [{ Key: 'owner', Value: 'ops' }] : [],
  }));
  const resource = { type: 'AWS::CloudWatch::Alarm', id: 'cpu: high', ...site };
  expect(await enableAlarmActions.tags(cloud.reader(site), resource)).toEqual({ owner: 'ops' });
});
