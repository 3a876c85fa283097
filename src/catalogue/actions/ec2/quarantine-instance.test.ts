import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { quarantineInstance } from './quarantine-instance.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const instanceId = 'i-0123456789abcdef0';
const remedy = quarantineInstance.with({ instanceId });
const isolation = { id: 'sg-0isolation', vpc: 'vpc-1', rules: 0 };
const state = {
  state: 'running',
  own: false,
  interfaces: [
    { id: 'eni-1', vpc: 'vpc-1', groups: ['sg-0app', 'sg-0web'] },
    { id: 'eni-2', vpc: 'vpc-1', groups: [isolation.id] },
  ],
  volumes: [{ id: 'vol-1', gigabytes: 8 }],
  evidence: [] as string[],
  isolation,
};

test('takes the evidence before it moves anything, and moves only what is not isolated', () => {
  expect(remedy.wrong(state)).toBe('it is on the network: eni-1 carries sg-0app and sg-0web');
  expect(remedy.fix(state)).toMatchObject([
    { operation: 'createSnapshots', input: { InstanceSpecification: { InstanceId: instanceId } } },
    { operation: 'modifyNetworkInterfaceAttribute', input: { NetworkInterfaceId: 'eni-1', Groups: [isolation.id] } },
  ]);
  expect(remedy.fix({ ...state, evidence: ['vol-1'] })).toHaveLength(1);
});

test.each([
  [{ autoScalingGroup: 'web' }, /Auto Scaling group web/],
  [{ own: true }, /Selfheal runs on it/],
  [{ isolation: undefined }, /no security group named selfheal-isolation/],
  [{ isolation: { ...isolation, rules: 1 } }, /has rules/],
  [{ interfaces: [{ id: 'eni-9', vpc: 'vpc-2', groups: [] }] }, /another VPC/],
])('refuses %j', (more, why) => expect(remedy.refuses({ ...state, ...more })).toMatch(why));

test('a group with rules isolates nothing, and an instance that is gone needs nothing', () => {
  const isolatedBadly = { ...state, interfaces: state.interfaces.slice(1), isolation: { ...isolation, rules: 1 } };
  expect(remedy.wrong(isolatedBadly)).toBeDefined();
  expect(remedy.fix(isolatedBadly)).toEqual([]);
  expect(remedy.wrong({ ...state, state: 'terminated' })).toBeUndefined();
});

test('snapshots of an earlier quarantine and failed ones are no evidence of this one', async () => {
  const now = Date.UTC(2026, 10, 20, 12);
  const snapshot = (VolumeId: string, minutes: number, State: 'completed' | 'error' | 'pending') => ({
    VolumeId,
    State,
    StartTime: new Date(now - minutes * 60_000),
  });
  const reader = scriptedCloud({ now: () => now })
    .on('ec2', 'describeInstances', () => ({ Reservations: [{ Instances: [{ State: { Name: 'running' as const }, VpcId: 'vpc-1' }] }] }))
    .on('ec2', 'describeVolumes', () => ({ Volumes: [] }))
    .on('ec2', 'describeSecurityGroups', () => ({ SecurityGroups: [] }))
    .on('ec2', 'describeSnapshots', () => ({
      Snapshots: [snapshot('vol-old', 90, 'completed'), snapshot('vol-bad', 5, 'error'), snapshot('vol-new', 5, 'pending')],
    }))
    .reader(site);
  expect(await remedy.observe(reader)).toMatchObject({ evidence: ['vol-new'], volumes: [], interfaces: [] });
});

test('puts the groups back only where its own group still stands', () => {
  const healed = { ...state, interfaces: [{ id: 'eni-1', vpc: 'vpc-1', groups: [isolation.id] }] };
  expect(remedy.undo(state, healed)).toMatchObject([{ input: { NetworkInterfaceId: 'eni-1', Groups: ['sg-0app', 'sg-0web'] } }]);
  const changed = { ...state, interfaces: [{ id: 'eni-1', vpc: 'vpc-1', groups: ['sg-0forensics'] }] };
  expect(remedy.undo(state, changed)).toEqual([]);
});
