import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableTerminationProtection } from './enable-termination-protection.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableTerminationProtection.with({ instanceId: 'i-0123456789abcdef0' });
const open = { state: 'running', protected: false };

test('protects a running or stopped instance', () => {
  for (const state of ['running', 'stopped'])
    expect(remedy.fix({ ...open, state })).toMatchObject([
      { operation: 'modifyInstanceAttribute', input: { InstanceId: 'i-0123456789abcdef0', DisableApiTermination: { Value: true } } },
    ]);
});

test('refuses where AWS does not heed it', () => {
  expect(remedy.refuses({ ...open, lifecycle: 'spot' })).toMatch(/spot/);
  expect(remedy.refuses({ ...open, autoScalingGroup: 'web' })).toMatch(/scale-in protection/);
});

test('asks nothing more about an instance that is gone already', async () => {
  const reader = scriptedCloud()
    .on('ec2', 'describeInstances', () => ({ Reservations: [{ Instances: [{ State: { Name: 'terminated' as const } }] }] }))
    .reader(site);
  expect(remedy.wrong(await remedy.observe(reader))).toBeUndefined();
});
