import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { openPolicies } from '#entry/replay/open-policies.ts';
import { replayHistory } from '#entry/replay/replay-history.ts';

/**
 * How fast history is replayed: generated CloudTrail records in as many files as there are cores, of which one in forty is something that a detection looks for.
 * Prints events per second and the most memory that the process held, beside reading the same lines and parsing them, in the same run.
 * Run: `node bench/replay.ts [events]` (default 200,000, about 1 KB each, written to the folder for temporary files).
 */
const events = Number(process.argv[2] ?? 200_000);
const cores = availableParallelism();

/** Mostly reads and bookkeeping, as in a real account. */
const calls = [
  ['ec2', 'DescribeInstances', {}],
  ['s3', 'GetObject', { bucketName: 'assets', key: 'a/b/c.png' }],
  ['sts', 'AssumeRole', { roleArn: 'arn:aws:iam::111122223333:role/deploy', roleSessionName: 'ci' }],
  ['kms', 'Decrypt', { keyId: 'arn:aws:kms:eu-west-1:111122223333:key/0f5c1f8e-0000-4000-8000-000000000000' }],
  ['logs', 'CreateLogStream', { logGroupName: '/aws/lambda/orders', logStreamName: 'x' }],
  ['dynamodb', 'DescribeTable', { tableName: 'orders' }],
  ['s3', 'PutObject', { bucketName: 'uploads', key: 'in/1' }],
  ['lambda', 'GetFunction20150331v2', { functionName: 'orders' }],
] as const;
const sought = [
  ['s3', 'DeleteBucketPublicAccessBlock', { bucketName: 'uploads' }],
  ['iam', 'CreateAccessKey', { userName: 'eve' }],
] as const;

function record(number: number): string {
  const list = number % 40 === 0 ? sought : calls;
  const [service, eventName, requestParameters] = list[(number * 7919) % list.length] ?? calls[0];
  const id = number.toString(16).padStart(12, '0');
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLEEXAMPLE${number % 50}:session`,
      arn: `arn:aws:sts::111122223333:assumed-role/team-${number % 50}/session`,
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: `arn:aws:iam::111122223333:role/team-${number % 50}`,
          accountId: '111122223333',
          userName: 'team',
        },
        attributes: { creationDate: '2026-11-20T08:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: new Date(Date.parse('2026-11-01T00:00:00Z') + number * 1_000).toISOString().replace('.000', ''),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: `198.51.100.${number % 250}`,
    userAgent: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOARCH#arm64',
    requestParameters,
    responseElements: null,
    requestID: `11111111-0000-4000-8000-${id}`,
    eventID: `22222222-0000-4000-8000-${id}`,
    readOnly: list === calls,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
  });
}

async function write(folder: string): Promise<readonly string[]> {
  const files = Array.from({ length: cores }, (_, index) => join(folder, `${index}.jsonl`));
  for (const [index, file] of files.entries()) {
    const stream = createWriteStream(file);
    for (let number = index; number < events; number += cores) if (!stream.write(`${record(number)}\n`)) await once(stream, 'drain');
    stream.end();
    await finished(stream);
  }
  return files;
}

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

async function measured(name: string, work: () => Promise<number>): Promise<number> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const done = await work();
  const seconds = (performance.now() - start) / 1_000;
  const used = process.cpuUsage(cpu);
  if (done !== events) throw new Error(`${name}: ${done} of ${events} events`);
  const processor = (used.user + used.system) / 1e6;
  print(
    `${name}: ${Math.round(events / seconds).toLocaleString('en')} events/s in ${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of processor time; ` +
      `a million at this rate: ${Math.round((seconds / events) * 1e6)} s, ${Math.round((processor / events) * 1e6)} s of processor time`,
  );
  return processor;
}

const folder = await mkdtemp(join(tmpdir(), 'selfheal-replay-'));
try {
  await mkdir(join(folder, 'logs'));
  const files = await write(join(folder, 'logs'));
  const policyFiles = { present: join(folder, 'selfheal.yaml'), proposed: undefined };
  const policies = await openPolicies(policyFiles);
  const replayed = (threads: number) => async (): Promise<number> => {
    const history = {
      paths: [join(folder, 'logs')],
      policyFiles,
      policies,
      cores: threads,
      progress: () => {},
      interrupted: new AbortController().signal,
    };
    const { tally } = await replayHistory(history);
    return tally.events;
  };
  const parsed = await measured('lines and JSON.parse alone, one core', async () => {
    let count = 0;
    for (const file of files)
      for await (const line of createInterface({ input: createReadStream(file) })) if (JSON.parse(line) !== null) count += 1;
    return count;
  });
  const one = await measured('replay, one core', replayed(1));
  await measured(`replay, ${cores} cores`, replayed(cores));
  print(`replay takes ${(one / parsed).toFixed(1)} × the processor time of reading lines and JSON.parse alone`);
  print(`most memory held: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
} finally {
  await rm(folder, { recursive: true });
}
