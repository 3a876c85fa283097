import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { useElbHealthCheck } from './use-elb-health-check.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = useElbHealthCheck.with({ group: 'web' });
const balanced = { checks: 'EC2', grace: 300, targetGroups: 1, classic: false, unhealthy: 0, deleting: false };

test('a group without a load balancer needs no check of one', () => {
  expect(remedy.wrong({ ...balanced, targetGroups: 0 })).toBeUndefined();
  expect(remedy.wrong(balanced)).toMatch(/only looks at EC2/);
});

test('keeps the other checks that somebody chose', () => {
  expect(remedy.fix({ ...balanced, checks: 'EC2,EBS' })).toMatchObject([{ input: { HealthCheckType: 'EBS,ELB' } }]);
  expect(remedy.fix(balanced)).toMatchObject([{ input: { HealthCheckType: 'ELB' } }]);
  expect(remedy.wrong({ ...balanced, checks: 'EBS,ELB' })).toBeUndefined();
});

test.each([
  [{ ...balanced, unhealthy: 2 }, /2 targets unhealthy/],
  [{ ...balanced, grace: 0 }, /grace period is 0/],
  [{ ...balanced, classic: true }, /Classic Load Balancer/],
  [{ ...balanced, deleting: true }, /being deleted/],
])('refuses %j', (state, why) => expect(remedy.refuses(state)).toMatch(why));

test('counts the unhealthy targets of all its target groups, and none of one that is gone', async () => {
  const group = {
    AutoScalingGroupName: 'web',
    MinSize: 1,
    MaxSize: 2,
    DesiredCapacity: 1,
    DefaultCooldown: 300,
    AvailabilityZones: ['eu-west-1a'],
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 60,
    CreatedTime: new Date(0),
    TargetGroupARNs: ['blue', 'green'],
  };
  const cloud = scriptedCloud()
    .on('autoscaling', 'describeAutoScalingGroups', () => ({ AutoScalingGroups: [group] }))
    .on('elbv2', 'describeTargetHealth', ({ TargetGroupArn }) => ({
      TargetHealthDescriptions:
        TargetGroupArn === 'blue'
          ? [{ TargetHealth: { State: 'unhealthy' as const } }, { TargetHealth: { State: 'initial' as const } }]
          : [],
    }));
  expect(await remedy.observe(cloud.reader(site))).toMatchObject({ unhealthy: 1, targetGroups: 2, grace: 60 });
});
