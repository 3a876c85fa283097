import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { replayReport } from '#flow/replay/replay-report.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { openPolicies } from './open-policies.ts';
import { replayHistory } from './replay-history.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const record = (number: number): JsonObject => ({
  eventVersion: '1.11',
  eventID: `e${number}`,
  eventTime: `2026-11-20T09:00:${String(number % 60).padStart(2, '0')}Z`,
  eventSource: 's3.amazonaws.com',
  eventName: number % 3 === 0 ? 'DeleteBucketPublicAccessBlock' : 'ListBuckets',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333' },
  requestParameters: { bucketName: `bucket-${number}` },
});
const records = (from: number, count: number) => Array.from({ length: count }, (_, index) => record(from + index));

beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, 'logs/deep'), { recursive: true });
  const lines = (all: readonly JsonObject[]): string => all.map((each) => JSON.stringify(each)).join('\n');
  await writeFile(join(folder.path, 'logs/a.jsonl'), lines(records(0, 900)));
  await writeFile(join(folder.path, 'logs/b.json.gz'), gzipSync(JSON.stringify({ Records: records(900, 60) })));
  await writeFile(join(folder.path, 'logs/deep/c.json'), JSON.stringify(records(960, 30), null, 2));
  await writeFile(join(folder.path, 'logs/deep/d.jsonl'), `${lines(records(990, 9))}\n{"broken":\n`);
  await writeFile(join(folder.path, 'present.yaml'), 'mode: copilot');
  await writeFile(join(folder.path, 'proposed.yaml'), 'mode: autopilot');
  await writeFile(join(folder.path, 'ruled.yaml'), 'mode: autopilot\nrunbooks: [./books, "s3://ours/runbooks"]');
  await mkdir(join(folder.path, 'books'));
  const front = 'id: careful\ntitle: Careful\nappliesTo: [{ resource: "AWS::S3::Bucket", id: "bucket-1*" }]\nactions: []\nrequired: []';
  await writeFile(
    join(folder.path, 'books/careful.md'),
    `---\n${front}\nforbidden: [s3.block-public-access]\n---\n\n## Ask first\n\nThe owner knows why it is open.\n`,
  );
});
afterAll(async () => {
  await folder.remove();
});

async function replayed(
  cores: number,
  paths: readonly string[],
  at = new AbortController().signal,
  { proposed = 'proposed.yaml', partBytes = 2 ** 25 } = {},
) {
  const policyFiles = { present: join(folder.path, 'present.yaml'), proposed: join(folder.path, proposed) };
  let told = 0;
  const progress = (events: number): void => {
    told += events;
  };
  const all = paths.map((path) => join(folder.path, path));
  const policies = await openPolicies(policyFiles);
  const { files, tally } = await replayHistory({
    paths: all,
    policyFiles,
    policies,
    cores,
    partBytes,
    progress,
    interrupted: at,
  });
  return { report: replayReport(tally, { files, modeAssumed: false, compared: true, unread: policies.unread }), told };
}

describe('history', () => {
  test('is read from files and folders, plain and gzip, in any layout, and what is broken is named', async () => {
    const { report, told } = await replayed(1, ['logs']);
    expect(report).toMatchObject({ files: 4, events: 999, findings: 333, asked: 333, healed: 0, unreadable: 1 });
    expect(report.problems).toEqual([expect.stringMatching(/d\.jsonl:10: not JSON/)]);
    expect(report.flips).toMatchObject({
      more: 333,
      less: 0,
      what: [{ from: 'asked', to: 'healed', rule: 'mode', examples: ['e0 bucket-0', 'e3 bucket-3', 'e6 bucket-6'] }],
    });
    expect(told).toBe(999);
  });

  test('gives the same report with several threads as with one, to the byte', async () => {
    const [one, several, again] = [await replayed(1, ['logs']), await replayed(3, ['logs']), await replayed(3, ['logs'])];
    expect(JSON.stringify(several.report)).toBe(JSON.stringify(one.report));
    expect(JSON.stringify(again.report)).toBe(JSON.stringify(one.report));
    expect(several.told).toBe(999);
  }, 60_000);

  test('in one large file is judged in parts, by several threads, with the same report and the lines of the file', async () => {
    const lines = records(0, 400).map((each) => JSON.stringify(each));
    await writeFile(join(folder.path, 'large.jsonl'), lines.with(123, '{"broken": ').with(321, 'no JSON').join('\n'));
    const whole = await replayed(1, ['large.jsonl']);
    const parts = await replayed(3, ['large.jsonl'], undefined, { partBytes: 20_000 });
    expect(JSON.stringify(parts.report)).toBe(JSON.stringify(whole.report));
    expect(parts.report).toMatchObject({ files: 1, events: 398, unreadable: 2 });
    expect(parts.report.problems.map((problem) => /large\.jsonl:(\d+)/.exec(problem)?.[1])).toEqual(['124', '322']);
  }, 60_000);

  test('is judged by the runbooks too, but not by those that only a call could read', async () => {
    const { report } = await replayed(1, ['logs/a.jsonl'], undefined, { proposed: 'ruled.yaml' });
    // Of every third bucket up to 899, those that begin with 1 are still asked.
    expect(report.flips).toMatchObject({ more: 300 - 36, less: 0 });
    expect(report.assumed.at(-1)).toContain('runbooks at s3://ours/runbooks forbid and require nothing');
  });

  test('that is not there is a problem, and the rest is judged', async () => {
    const { report } = await replayed(1, ['nowhere', 'logs/a.jsonl']);
    expect(report).toMatchObject({ files: 2, events: 900, unreadable: 1, problems: [expect.stringContaining('nowhere')] });
  });

  test('ends at once when a person interrupts it', async () => {
    const interrupt = new AbortController();
    const run = replayed(2, ['logs'], interrupt.signal);
    interrupt.abort();
    await expect(run).rejects.toBe(interrupt.signal.reason);
  });
});
