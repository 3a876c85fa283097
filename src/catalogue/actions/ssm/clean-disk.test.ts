import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { cleanDisk } from './clean-disk.ts';
import { cleanDiskDocument } from './documents.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const instanceId = 'i-0123456789abcdef0';
const remedy = cleanDisk.with({ instanceId, what: 'journal', alarm: 'disk' });
const full = {
  online: true,
  platform: 'Linux',
  document: { ours: true, version: '1', hash: 'abc123' },
  alarm: { ringing: true, ofInstance: true },
};

test('deletes one kind of file, by its name on the list', () => {
  expect(remedy.fix(full)).toMatchObject([{ input: { DocumentName: 'Selfheal-CleanDisk', Parameters: { what: ['journal'] } } }]);
  for (const what of ['/var/lib/mysql', 'journal; rm -rf /', '*'])
    expect(() => cleanDisk.with({ instanceId, what })).toThrow(expect.objectContaining({ code: 'bad-params' }));
});

test('a run of another instance, an older one, or an alarm of another disk tells nothing of this one', async () => {
  const now = Date.parse('2026-11-20T09:00:00Z');
  const asked: unknown[] = [];
  const cloud = scriptedCloud({ now: () => now })
    .on('ssm', 'describeInstanceInformation', () => ({
      InstanceInformationList: [{ InstanceId: 'i-other', PingStatus: 'Online' as const, PlatformType: 'Linux' as const }],
    }))
    .on('ssm', 'describeDocument', () => ({ Document: { DocumentVersion: '1', Hash: 'abc123' } }))
    .on('ssm', 'getDocument', () => ({ Content: JSON.stringify(cleanDiskDocument.content) }))
    .on('cloudwatch', 'describeAlarms', () => ({
      MetricAlarms: [{ AlarmName: 'disk', StateValue: 'ALARM' as const, Dimensions: [{ Name: 'InstanceId', Value: 'i-other' }] }],
    }))
    .on('ssm', 'listCommandInvocations', ({ InstanceId, Filters }) => {
      asked.push(InstanceId, Filters);
      return {};
    });
  const state = await remedy.observe(cloud.reader(site));
  expect(state).toMatchObject({ online: false, alarm: { ringing: true, ofInstance: false } });
  expect(remedy.refuses(state)).toMatch(/does not watch this instance/);
  expect(asked).toEqual([
    instanceId,
    [
      { key: 'DocumentName', value: 'Selfheal-CleanDisk' },
      { key: 'InvokedAfter', value: '2026-11-20T08:30:00.000Z' },
    ],
  ]);
});

test('refuses Windows, where these commands are not', () => {
  expect(remedy.refuses({ ...full, platform: 'Windows' })).toMatch(/for Linux/);
});

test('every kind that may be deleted has its command, and nothing else has', () => {
  const script = JSON.stringify(cleanDiskDocument.content);
  for (const { what } of cleanDisk.from({ type: 'AWS::EC2::Instance', id: instanceId, ...site }))
    expect(script).toContain(`"${String(what)}) `);
});

test('the runbook shows the document as it is', () => {
  const runbook = readFileSync(new URL('../../runbooks/ssm.clean-disk.md', import.meta.url), 'utf8');
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(runbook) ?? [];
  expect(JSON.parse(shown)).toEqual(cleanDiskDocument.content);
});
