import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { selfheal } from './fixtures/ingest.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(async () => {
  await folder.remove();
});

const call = (eventID: string, eventName: string): JsonObject => ({
  eventVersion: '1.11',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName,
  eventTime: '2026-11-20T09:00:00Z',
  awsRegion: 'eu-west-1',
  eventID,
  recipientAccountId: '111122223333',
  sourceIPAddress: '198.51.100.7',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333', userName: 'alice' },
  requestParameters: { name: 'audit' },
});
const alarm: JsonObject = {
  id: 'alarm-1',
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  account: '111122223333',
  region: 'eu-west-1',
  time: '2026-11-20T09:00:00Z',
  resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:cpu'],
  detail: { alarmName: 'cpu', state: { value: 'ALARM' } },
};

async function triage(args: readonly string[], lines: readonly string[]) {
  const file = join(folder.path, 'events.jsonl');
  await writeFile(file, lines.join('\n'));
  const child = spawn(selfheal, ['triage', file, ...args], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, told, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { lines: said.split('\n').filter((line) => line !== ''), told, status: Number(status) };
}

describe('selfheal triage', () => {
  test('prints one object for each event, in order, and changes nothing', async () => {
    const log = { Records: [call('one', 'DescribeTrails'), call('two', 'StopLogging')] };
    const { lines, told, status } = await triage(
      ['--json'],
      [
        JSON.stringify(log),
        JSON.stringify(alarm),
        JSON.stringify(call('three', 'ListTrails')),
        JSON.stringify({ id: 'line-4', label: 'alert', event: call('four', 'DeleteTrail') }),
      ],
    );
    const scored = lines.map((line) => JSON.parse(line));
    expect({ told, status }).toEqual({ told: '', status: 0 });
    expect(scored.map(({ id, class: kind }) => [id, kind])).toEqual([
      ['one', 'normal'],
      ['two', 'tampering'],
      ['alarm-1', 'failure'],
      ['three', 'normal'],
      ['line-4', 'tampering'],
    ]);
    expect(Object.keys(scored[1])).toEqual(['id', 'class', 'score', 'contributions', 'detections']);
    expect(scored[1].detections).toEqual(['cloudtrail.logging-stopped']);
    expect(await readdir(folder.path)).toEqual(['events.jsonl']);
  });

  test('tells a bad line with its file and number, and scores the rest', async () => {
    const { lines, told, status } = await triage(
      ['--json'],
      [JSON.stringify(call('one', 'ListTrails')), '{"a": nul}', JSON.stringify(call('two', 'ListTrails'))],
    );
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['one', 'two']);
    expect(told).toMatch(/events\.jsonl:2/);
    expect(status).toBe(1);
  });

  test('is read by people at 80 columns', async () => {
    const { lines } = await triage([], [JSON.stringify(call('one', 'StopLogging')), JSON.stringify(alarm)]);
    expect(lines.every((line) => [...line].length <= 80)).toBe(true);
    expect(lines[0]).toMatch(/^0\.\d\d {2}tampering {2}cloudtrail:StopLogging/);
    expect(lines.at(-1)).toMatch(/2 events: 1 tampering, 0 violation, 1 failure, 0 normal/);
  });
});
