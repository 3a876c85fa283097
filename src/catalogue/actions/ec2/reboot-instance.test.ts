import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { rebootInstance } from './reboot-instance.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = rebootInstance.with({ instanceId: 'i-0123456789abcdef0' });
const since = new Date('2026-11-20T09:30:00.000Z');

/** An instance as AWS describes it while a status check fails. */
const failing = (system: 'ok' | 'impaired', tags: Readonly<Record<string, string>> = {}) =>
  scriptedCloud()
    .on('ec2', 'describeInstances', () => ({
      Reservations: [
        { Instances: [{ State: { Name: 'running' as const }, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }] },
      ],
    }))
    .on('ec2', 'describeInstanceStatus', ({ IncludeAllInstances }) => ({
      InstanceStatuses: IncludeAllInstances
        ? [
            {
              InstanceStatus: {
                Status: 'impaired' as const,
                Details: [{ Name: 'reachability' as const, Status: 'failed' as const, ImpairedSince: since }],
              },
              SystemStatus: { Status: system },
            },
          ]
        : [],
    }))
    .reader(site);

test('reboots a running instance that fails its own check', async () => {
  const state = await remedy.observe(failing('ok'));
  expect(remedy.wrong(state)).toBe('the instance status check fails since 2026-11-20T09:30:00.000Z');
  expect(remedy.refuses(state)).toBeUndefined();
  expect(remedy.fix(state)).toMatchObject([{ operation: 'rebootInstances', input: { InstanceIds: ['i-0123456789abcdef0'] } }]);
});

test("refuses when AWS's host fails, and when an Auto Scaling group replaces the instance", async () => {
  expect(remedy.refuses(await remedy.observe(failing('impaired')))).toMatch(/host fails/);
  expect(remedy.refuses(await remedy.observe(failing('ok', { 'aws:autoscaling:groupName': 'web' })))).toMatch(/Auto Scaling group web/);
});

test('waits while the check runs again after the reboot', () => {
  const state = { state: 'running', instanceCheck: 'initializing', systemCheck: 'ok' };
  expect(remedy.wrong(state)).toBe('the instance status check has not passed yet');
  expect(remedy.fix(state)).toEqual([]);
});

test('says that an instance is not there', async () => {
  const reader = scriptedCloud()
    .on('ec2', 'describeInstances', () => ({ Reservations: [] }))
    .on('ec2', 'describeInstanceStatus', () => ({ InstanceStatuses: [] }))
    .reader(site);
  await expect(remedy.observe(reader)).rejects.toMatchObject({ code: 'no-such-resource' });
});
