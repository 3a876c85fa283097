import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { setDesiredCapacity } from './set-desired-capacity.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = setDesiredCapacity.with({ group: 'web' });
const usual = { min: 2, max: 6, desired: 3 };
const zero = { size: { min: 2, max: 6, desired: 0 }, inService: 0, launches: true, scheduledToZero: false, deleting: false };

test('says only what has to change', () => {
  expect(remedy.fix({ ...zero, recorded: usual })).toMatchObject([{ input: { AutoScalingGroupName: 'web', DesiredCapacity: 3 } }]);
  expect(remedy.fix({ ...zero, size: { min: 0, max: 0, desired: 0 }, recorded: usual })).toMatchObject([
    { input: { AutoScalingGroupName: 'web', MinSize: 2, MaxSize: 6, DesiredCapacity: 3 } },
  ]);
});

test('is healed when an instance is in service, not when one was asked for', () => {
  const asked = { ...zero, size: usual, recorded: usual };
  expect(remedy.wrong(asked)).toBe('none of the 3 instances of the group is in service');
  expect(remedy.fix(asked)).toEqual([]);
  expect(remedy.wrong({ ...asked, inService: 1 })).toBeUndefined();
});

test.each([
  [{ ...zero }, /nobody recorded/],
  [{ ...zero, recorded: usual, scheduledToZero: true }, /scheduled action/],
  [{ ...zero, recorded: usual, launches: false }, /Launch process is suspended/],
  [{ ...zero, recorded: usual, deleting: true }, /being deleted/],
])('refuses %j', (state, why) => expect(remedy.refuses(state)).toMatch(why));

test('counts only instances in service, and sees a nightly schedule', async () => {
  const cloud = scriptedCloud({ recorded: () => ({ size: usual }) })
    .on('autoscaling', 'describeAutoScalingGroups', () => ({
      AutoScalingGroups: [
        {
          AutoScalingGroupName: 'web',
          MinSize: 0,
          MaxSize: 6,
          DesiredCapacity: 0,
          DefaultCooldown: 300,
          AvailabilityZones: ['eu-west-1a'],
          HealthCheckType: 'EC2',
          CreatedTime: new Date(0),
          Instances: [
            {
              InstanceId: 'i-1',
              AvailabilityZone: 'a',
              LifecycleState: 'Terminating' as const,
              HealthStatus: 'Healthy',
              ProtectedFromScaleIn: false,
            },
          ],
          SuspendedProcesses: [{ ProcessName: 'AZRebalance' }],
        },
      ],
    }))
    .on('autoscaling', 'describeScheduledActions', () => ({ ScheduledUpdateGroupActions: [{ DesiredCapacity: 4 }, { MaxSize: 0 }] }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({
    size: { min: 0, max: 6, desired: 0 },
    inService: 0,
    launches: true,
    scheduledToZero: true,
    deleting: false,
    recorded: usual,
  });
});
