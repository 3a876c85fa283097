import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { resumeProcesses } from './resume-processes.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = resumeProcesses.with({ group: 'web' });
const seen = (SuspendedProcesses: { ProcessName: string; SuspensionReason?: string }[]) => {
  const group = {
    AutoScalingGroupName: 'web',
    MinSize: 1,
    MaxSize: 2,
    DesiredCapacity: 1,
    DefaultCooldown: 300,
    AvailabilityZones: ['eu-west-1a'],
    HealthCheckType: 'EC2',
    CreatedTime: new Date(0),
    SuspendedProcesses,
  };
  const cloud = scriptedCloud().on('autoscaling', 'describeAutoScalingGroups', () => ({ AutoScalingGroups: [group] }));
  return remedy.observe(cloud.reader(site));
};
const byUser = 'User suspended at 2026-11-20T08:59:58Z';

test('resumes only what heals, and leaves suspended what is often suspended on purpose', async () => {
  const state = await seen([
    { ProcessName: 'ReplaceUnhealthy', SuspensionReason: byUser },
    { ProcessName: 'AZRebalance', SuspensionReason: byUser },
    { ProcessName: 'Launch', SuspensionReason: byUser },
  ]);
  expect(remedy.wrong(state)).toBe('Launch, ReplaceUnhealthy are suspended');
  expect(remedy.fix(state)).toMatchObject([{ input: { AutoScalingGroupName: 'web', ScalingProcesses: ['Launch', 'ReplaceUnhealthy'] } }]);
});

test('a group that only does not balance its zones is healthy', async () => {
  expect(remedy.wrong(await seen([{ ProcessName: 'AZRebalance' }]))).toBeUndefined();
});

test('refuses when AWS suspended the group after a day of failed launches', async () => {
  const reason = 'Group failed to launch instances for more than 24 hours';
  expect(remedy.refuses(await seen([{ ProcessName: 'Launch', SuspensionReason: reason }]))).toMatch(/more than 24 hours/);
  expect(remedy.refuses(await seen([{ ProcessName: 'Launch', SuspensionReason: byUser }]))).toBeUndefined();
});

test('suspends again only what it resumed', () => {
  const before = { suspended: ['AZRebalance', 'HealthCheck', 'Launch'], deleting: false };
  expect(remedy.undo(before, { suspended: ['AZRebalance', 'Launch'], deleting: false })).toMatchObject([
    { operation: 'suspendProcesses', input: { ScalingProcesses: ['HealthCheck'] } },
  ]);
});
