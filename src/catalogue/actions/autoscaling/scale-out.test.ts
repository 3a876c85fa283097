import { expect, test } from 'vitest';
import { priceTable } from '#adapters/prices/price-table.ts';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { scaleOut } from './scale-out.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = scaleOut.with({ group: 'web', alarm: 'web-cpu' });
const busy = {
  size: { max: 4, desired: 2 },
  inService: 2,
  launches: true,
  deleting: false,
  instanceType: 't3.large',
  alarm: { ringing: true, ofGroup: true, scales: false },
};
const group = {
  AutoScalingGroupName: 'web',
  MinSize: 1,
  MaxSize: 4,
  DesiredCapacity: 2,
  DefaultCooldown: 300,
  AvailabilityZones: ['eu-west-1a'],
  HealthCheckType: 'EC2',
  CreatedTime: new Date(0),
};
const instance = (LifecycleState: 'InService' | 'Pending', InstanceType: string) => ({
  InstanceId: 'i-1',
  AvailabilityZone: 'eu-west-1a',
  HealthStatus: 'Healthy',
  ProtectedFromScaleIn: false,
  LifecycleState,
  InstanceType,
});

test('names the capacity that it wants, so that sending it twice adds one only', () => {
  expect(remedy.fix(busy)).toMatchObject([{ input: { AutoScalingGroupName: 'web', DesiredCapacity: 3 } }]);
});

test('waits while an instance is on its way, and is healed when the alarm is quiet', () => {
  const coming = { ...busy, size: { max: 4, desired: 3 } };
  expect(remedy.fix(coming)).toEqual([]);
  expect(remedy.wrong(coming)).toBe('the alarm web-cpu rings');
  expect(remedy.wrong({ ...coming, inService: 3, alarm: { ...busy.alarm, ringing: false } })).toBeUndefined();
});

test('has a price, and an unknown one where the type of instance is not known', async () => {
  expect(await priceTable.price(remedy.cost(busy), 'us-east-1')).toMatchObject({ known: true, monthlyUsd: 60.74 });
  expect(await priceTable.price(remedy.cost({ ...busy, instanceType: undefined }), 'us-east-1')).toMatchObject({ known: false });
});

test.each([
  [{ ...busy, size: { max: 2, desired: 2 } }, /maximum of 2/],
  [{ ...busy, alarm: { ...busy.alarm, scales: true } }, /scaling policy of its own/],
  [{ ...busy, alarm: { ...busy.alarm, ofGroup: false } }, /does not watch this group/],
  [{ ...busy, launches: false }, /Launch process is suspended/],
  [{ ...busy, size: { max: 4, desired: 0 }, inService: 0 }, /no instances/],
  [{ ...busy, deleting: true }, /being deleted/],
])('refuses %j', (state, why) => expect(remedy.refuses(state)).toMatch(why));

test('reads the alarm that the event named, with its dimensions wherever they stand', async () => {
  const Dimensions = [{ Name: 'AutoScalingGroupName', Value: 'web' }];
  const metric = { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Dimensions };
  const cloud = scriptedCloud()
    .on('autoscaling', 'describeAutoScalingGroups', () => ({
      AutoScalingGroups: [{ ...group, Instances: [instance('InService', 'm5.large'), instance('Pending', 'm6i.large')] }],
    }))
    .on('cloudwatch', 'describeAlarms', () => ({
      MetricAlarms: [
        {
          AlarmName: 'web-cpu',
          StateValue: 'ALARM' as const,
          Metrics: [{ Id: 'm1', MetricStat: { Metric: metric, Period: 300, Stat: 'Average' } }],
          AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:on-call'],
        },
      ],
    }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({
    size: { max: 4, desired: 2 },
    inService: 1,
    launches: true,
    deleting: false,
    instanceType: 'm5.large',
    alarm: { ringing: true, ofGroup: true, scales: false },
  });
});

test('counts capacity in the weights of a group that weighs its types', async () => {
  const Instances = [instance('InService', 'm5.large'), instance('InService', 'm5.large')].map((each) => ({
    ...each,
    WeightedCapacity: '4',
  }));
  const cloud = scriptedCloud()
    .on('autoscaling', 'describeAutoScalingGroups', () => ({ AutoScalingGroups: [{ ...group, Instances }] }))
    .on('cloudwatch', 'describeAlarms', () => ({ MetricAlarms: [] }));
  expect(await remedy.observe(cloud.reader(site))).toMatchObject({ inService: 8 });
});

test('without an alarm, or with one that is gone, nothing is wrong', async () => {
  const cloud = scriptedCloud()
    .on('autoscaling', 'describeAutoScalingGroups', () => ({ AutoScalingGroups: [group] }))
    .on('cloudwatch', 'describeAlarms', () => ({ MetricAlarms: [] }))
    .reader(site);
  for (const each of [remedy, scaleOut.with({ group: 'web' })]) expect(each.wrong(await each.observe(cloud))).toBeUndefined();
});
