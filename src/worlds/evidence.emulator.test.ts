import { writeFile } from 'node:fs/promises';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { quiet } from '#testkit/flow-world.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import type { Engine } from './engine.ts';
import { openLocal } from './local.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let sandbox: Sandbox;
let engine: Engine;
let seen = 0;
beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox({ port: 0, demo: true, dataDir: folder.path });
  // A busy machine may take longer than the sandbox's half second.
  await writeFile(`${folder.path}/selfheal.yaml`, 'evidence: { seconds: 10 }\n');
  const { keys, demo, endpoint } = sandbox;
  if (keys === undefined || demo === undefined) throw new Error('no demo account');
  engine = await openLocal({
    dataDir: folder.path,
    policyFile: `${folder.path}/selfheal.yaml`,
    endpoint,
    keys: keys.engine,
    account: demo.account,
    region: demo.region,
    readRole: 'selfheal-read',
    writeRole: 'selfheal-write',
    defaultMode: 'autopilot',
    log: quiet,
  });
  await engine.recordGood();
});
afterAll(async () => {
  await engine?.close();
  await sandbox?.stop();
  await folder?.remove();
});

/** What a person calls with. */
const person = () => ({
  endpoint: sandbox.endpoint,
  region: 'us-east-1',
  forcePathStyle: true,
  ...(sandbox.keys === undefined ? {} : { credentials: sandbox.keys.user }),
});

/** Hands over every event that the sandbox made since, and gives the incidents of one type of resource once they have come to rest. */
async function settled(type: string): Promise<readonly IncidentDocument[]> {
  const incidents: IncidentDocument[] = [];
  for (const { seq, event } of sandbox.proxy.events.after(seen)) {
    seen = seq;
    for (const reception of await engine.receive(event, true))
      if (reception.became === 'opened') incidents.push(await engine.settled(reception.incident, 20_000));
  }
  return incidents.filter(({ resource }) => resource.type === type);
}

/** `kind: sentence` of each item, and its data. */
async function told(incident: IncidentDocument | undefined) {
  const lines = (incident?.diagnosis?.evidence ?? []).map(({ id, kind, what }) => `${id} ${kind}: ${what}`);
  const data: Json[] = [];
  for (const { blob } of incident?.diagnosis?.evidence ?? []) if (blob !== undefined) data.push(await engine.tools.blobs.get(blob));
  return { lines, data: JSON.stringify(data), gaps: incident?.diagnosis?.gaps ?? [] };
}

test('a bucket that is opened twice: who did what before, what changed since the last heal, and the heal is not kept waiting', async () => {
  const bucket = sandbox.demo?.buckets.invoices ?? '';
  const s3 = new S3(person());
  await new IAM(person()).createUser({ UserName: 'mallory' });
  await s3.putBucketTagging({ Bucket: bucket, Tagging: { TagSet: [{ Key: 'team', Value: 'billing' }] } });
  await s3.deletePublicAccessBlock({ Bucket: bucket });
  const [first] = await settled('AWS::S3::Bucket');
  expect(first?.stage).toBe('healed');
  const { lines, gaps } = await told(first);
  expect(lines).toContainEqual(
    expect.stringMatching(
      /changes: \d+ other changes? to it since the day before: .* s3:PutBucketTagging by arn:aws:iam::\d+:user\/demo-user/,
    ),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/actor-calls: .*user\/demo-user made \d+ other calls around that time: .*iam:CreateUser/),
  );
  expect(gaps).toContainEqual({ kind: 'health', source: 'health DescribeEvents', because: 'this endpoint does not offer it' });

  await s3.deletePublicAccessBlock({ Bucket: bucket });
  const [again] = await settled('AWS::S3::Bucket');
  const second = await told(again);
  expect(second.lines).toContainEqual(
    expect.stringMatching(new RegExp(`configuration: ${first?.id} left it healed at .*; since then: .*BlockPublicAcls`)),
  );
  expect(second.lines).toContainEqual(expect.stringContaining('similar: This very condition was here once before (healed)'));
});

test('a function that is throttled to zero: its alarm, its metrics, its log lines without their secrets, its role and version', async () => {
  const lambda = new Lambda(person());
  const name = (await lambda.listFunctions({})).Functions?.[0]?.FunctionName ?? '';
  const Dimensions = [{ Name: 'FunctionName', Value: name }];
  const watch = new CloudWatch(person());
  await watch.putMetricAlarm({
    AlarmName: 'mailer-errors',
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions,
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Statistic: 'Sum',
  });
  await watch.setAlarmState({ AlarmName: 'mailer-errors', StateValue: 'ALARM', StateReason: 'too many' });
  await watch.putMetricData({
    Namespace: 'AWS/Lambda',
    MetricData: [{ MetricName: 'Errors', Value: 4, Timestamp: new Date(Date.now() - 60_000), Dimensions }],
  });
  const group = { logGroupName: `/aws/lambda/${name}`, logStreamName: 'one' };
  const logs = new CloudWatchLogs(person());
  await logs.createLogGroup({ logGroupName: group.logGroupName });
  await logs.createLogStream(group);
  const timestamp = Date.now() - 5_000;
  await logs.putLogEvents({
    ...group,
    logEvents: [
      { timestamp, message: 'START' },
      { timestamp, message: '[ERROR] no connection, password=hunter2-hunter2' },
    ],
  });
  await settled('');
  await lambda.putFunctionConcurrency({ FunctionName: name, ReservedConcurrentExecutions: 0 });
  const incident = (await settled('AWS::Lambda::Function')).find(({ action }) => action !== undefined);
  expect(incident?.stage).toBe('healed');
  const { lines, data } = await told(incident);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringContaining('configuration: Against its last recorded good state: limit.reserved: null → 0'),
      expect.stringMatching(/metrics: 1 alarm on it rings: mailer-errors/),
      expect.stringMatching(/metrics: In the half hour before: Errors 4 → 4/),
      expect.stringContaining('1 line of /aws/lambda/'),
      expect.stringMatching(/dependencies: Around it: \S+ \(its role\)/),
      expect.stringContaining('changes: Put to work last:'),
    ]),
  );
  expect(`${lines.join()}${data}`).not.toContain('hunter2');
});
