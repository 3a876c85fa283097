import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { runAutomation } from './run-automation.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const instanceId = 'i-0123456789abcdef0';
const remedy = runAutomation.with({ instanceId, runbook: 'AWS-RestartEC2Instance' });
const failing = { state: 'running', systemCheck: 'impaired', instanceCheck: 'impaired', onEbs: true, ownDisks: false };

test('runs the runbook of the list for this instance only, and takes no other', () => {
  expect(remedy.fix(failing)).toMatchObject([
    {
      operation: 'startAutomationExecution',
      input: {
        DocumentName: 'AWS-RestartEC2Instance',
        TargetParameterName: 'InstanceId',
        Targets: [{ Key: 'ParameterValues', Values: [instanceId] }],
      },
    },
  ]);
  expect(() => runAutomation.with({ instanceId, runbook: 'AWS-TerminateEC2Instance' })).toThrow(
    expect.objectContaining({ code: 'bad-params' }),
  );
});

test('waits while the runbook runs, also while the instance is stopped in between, and until the checks have passed', () => {
  const running = { ...failing, last: { status: 'InProgress' } };
  for (const state of [running, { ...running, state: 'stopped' }]) {
    expect(remedy.wrong(state)).toBe('the runbook is still running');
    expect(remedy.fix(state)).toEqual([]);
  }
  const started = { ...failing, systemCheck: 'initializing', last: { status: 'Success' } };
  expect(remedy.wrong(started)).toMatch(/not passed yet/);
  expect(remedy.fix(started)).toEqual([]);
});

test('an instance whose own check fails on a sound host is not moved', () => {
  expect(remedy.wrong({ ...failing, systemCheck: 'ok' })).toBeUndefined();
});

test.each([
  [{ ...failing, onEbs: false }, /loses the disk/],
  [{ ...failing, ownDisks: true }, /disks of its own/],
  [{ ...failing, autoScalingGroup: 'web' }, /Auto Scaling group web/],
  [{ ...failing, lifecycle: 'spot' }, /spot instance/],
  [{ ...failing, last: { status: 'Failed', failure: 'InsufficientInstanceCapacity' } }, /Failed: InsufficientInstanceCapacity/],
])('refuses %j', (state, why) => expect(remedy.refuses(state)).toMatch(why));

test('knows the newest run for this instance among those for others', async () => {
  const run = (id: string, AutomationExecutionStatus: 'Success' | 'Failed', minute: number) => ({
    Targets: [{ Key: 'ParameterValues', Values: [id] }],
    AutomationExecutionStatus,
    ExecutionStartTime: new Date(Date.UTC(2026, 10, 20, 9, minute)),
  });
  const cloud = scriptedCloud({ now: () => Date.UTC(2026, 10, 20, 9, 30) })
    .on('ec2', 'describeInstances', () => ({
      Reservations: [
        {
          Instances: [
            {
              InstanceId: instanceId,
              State: { Name: 'running' as const },
              InstanceType: 'm5.large' as const,
              RootDeviceType: 'ebs' as const,
            },
          ],
        },
      ],
    }))
    .on('ec2', 'describeInstanceTypes', () => ({ InstanceTypes: [{ InstanceType: 'm5.large' as const, InstanceStorageSupported: false }] }))
    .on('ec2', 'describeInstanceStatus', () => ({
      InstanceStatuses: [{ SystemStatus: { Status: 'impaired' as const }, InstanceStatus: { Status: 'ok' as const } }],
    }))
    .on('ssm', 'describeAutomationExecutions', ({ Filters = [] }) => ({
      AutomationExecutionMetadataList: Filters.some(
        ({ Key, Values }) => Key === 'StartTimeAfter' && Values?.[0] === '2026-11-20T08:30:00.000Z',
      )
        ? [run(instanceId, 'Failed', 1), run('i-other', 'Failed', 9), run(instanceId, 'Success', 5)]
        : [],
    }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ ...failing, instanceCheck: 'ok', last: { status: 'Success' } });
});
