import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '#domain/json.ts';
import { fingerprintOf } from '#flow/admit.ts';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { openCatalogue } from './catalogue.ts';
import { isObject } from './sources/fields.ts';
import { sources } from './sources/index.ts';

const untrusted = { trusted: false };
const catalogue = await openCatalogue();

async function matched(document: Json): Promise<readonly string[]> {
  const { signals } = catalogue.parse(document, 0, untrusted);
  const matches = await Promise.all(signals.map(({ signal, event }) => catalogue.match(signal, event)));
  return matches
    .flat()
    .map(({ detection, remedy }) => `${detection.id} ${remedy === undefined ? '' : `${remedy.action} ${JSON.stringify(remedy.params)}`}`);
}

const call = (eventSource: string, eventName: string, requestParameters: Json, more: object = {}) => ({
  eventVersion: '1.11',
  eventSource,
  eventName,
  eventTime: '2026-11-20T08:59:58Z',
  awsRegion: 'eu-west-1',
  requestParameters,
  recipientAccountId: '111122223333',
  ...more,
});

test('the sample of every source is read by that source alone', () => {
  for (const source of sources) {
    const { signals, drops } = catalogue.parse(source.sample, 0, untrusted);
    expect(drops).toEqual([]);
    expect(signals.map(({ signal }) => signal.source)).toEqual([source.id]);
    expect(sources.filter((each) => each.recognises(source.sample))).toEqual([source]);
  }
});

test('an event leads to the detection with the parameters of its action', async () => {
  expect(await matched(call('s3.amazonaws.com', 'DeleteBucketPublicAccessBlock', { bucketName: 'invoices' }))).toEqual([
    's3.public-access-block-changed s3.block-public-access {"bucket":"invoices"}',
  ]);
  const everyPort = { ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } };
  expect(
    await matched(call('ec2.amazonaws.com', 'AuthorizeSecurityGroupIngress', { groupId: 'sg-1', ipPermissions: { items: [everyPort] } })),
  ).toEqual([
    'ec2.rdp-opened ec2.revoke-open-ingress {"groupId":"sg-1","port":3389}',
    'ec2.ssh-opened ec2.revoke-open-ingress {"groupId":"sg-1","port":22}',
  ]);
});

/** The fingerprints of the incidents that a document would open with this action. */
async function fingerprints(document: Json, action: string): Promise<readonly string[]> {
  const { signals } = catalogue.parse(document, 0, untrusted);
  const found = await Promise.all(
    signals.map(async ({ signal, event }) =>
      (await catalogue.match(signal, event)).flatMap((match) => (match.remedy?.action === action ? [fingerprintOf(signal, match)] : [])),
    ),
  );
  return found.flat();
}

const account = '111122223333';
test.each([
  ['s3.block-account-public-access', call('s3.amazonaws.com', 'DeleteAccountPublicAccessBlock', {})],
  ['iam.set-password-policy', call('iam.amazonaws.com', 'DeleteAccountPasswordPolicy', {})],
])('what an account has once is one condition, whichever region tells of it: %s', async (id, event) => {
  const action = await catalogue.action(id);
  const [resource] = (await action?.list(scriptedCloud().reader({ partition: 'aws', account, region: 'sa-east-1' }))) ?? [];
  const [params = {}] = resource === undefined ? [] : (action?.from(resource) ?? []);
  const remedy = { action: id, params, condition: action?.with(params).condition ?? {} };
  const detection = { id: 'sweep', title: '', class: 'violation', severity: 'low' } as const;
  const bySweep = resource && fingerprintOf({ resource }, { detection, remedy });
  expect(await fingerprints(event, id)).toEqual([bySweep]);
  expect(await fingerprints({ ...event, awsRegion: 'us-east-1' }, id)).toEqual([bySweep]);
});

test('what an account has once in each region is a condition of each', async () => {
  const event = call('ec2.amazonaws.com', 'DisableEbsEncryptionByDefault', {});
  const [here] = await fingerprints(event, 'ec2.enable-ebs-encryption');
  const [there] = await fingerprints({ ...event, awsRegion: 'us-east-1' }, 'ec2.enable-ebs-encryption');
  expect(here).toMatch(/^[0-9a-f]{64}$/);
  expect(there).not.toBe(here);
});

test('a call on two instances matches for each', async () => {
  expect(
    await matched(call('ec2.amazonaws.com', 'StopInstances', { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } })),
  ).toEqual([
    'ec2.instance-stopped ec2.start-instance {"instanceId":"i-1"}',
    'ec2.instance-stopped ec2.start-instance {"instanceId":"i-2"}',
  ]);
});

test('a call that AWS refused matches nothing', async () => {
  expect(await matched(call('dynamodb.amazonaws.com', 'DeleteTable', { tableName: 'orders' }, { errorCode: 'AccessDenied' }))).toEqual([]);
});

test('a detection without an action matches without a remedy', async () => {
  const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs';
  expect(await matched(call('sqs.amazonaws.com', 'PurgeQueue', { queueUrl }))).toEqual(['sqs.queue-purged ']);
});

test('a failed control needs no detection of its own: every condition that its action knows is looked at', async () => {
  const failed = {
    test_name: 'S3 Bucket Block Public Access',
    resource_arn: 'arn:aws:s3:::invoices',
    account_id: '111122223333',
    region: 'eu-west-1',
  };
  expect(await matched(failed)).toEqual(['control.vanta:s3-bucket-block-public-access s3.block-public-access {"bucket":"invoices"}']);
  expect(await matched({ ...failed, resource_arn: 'arn:aws:sqs:eu-west-1:111122223333:jobs' })).toEqual([]);
  expect(await matched({ ...failed, test_name: 'Something that we do not heal' })).toEqual([]);
  const controls = catalogue.detections().filter(({ id }) => id.startsWith('control.'));
  expect(controls.find(({ id }) => id === 'control.vanta:s3-bucket-block-public-access')).toMatchObject({
    class: 'violation',
    severity: 'low',
    action: 's3.block-public-access',
  });
});

test.each<[string, string, JsonObject, JsonObject, string]>([
  ['ec2', 'TerminateInstances', { instancesSet: { items: [{ instanceId: 'i-0abc' }] } }, {}, 'ec2.instance-terminated'],
  ['ec2', 'StopInstances', { instancesSet: { items: [{ instanceId: 'i-0abc' }] } }, {}, 'ec2.instance-stopped'],
  ['lambda', 'DeleteFunction20150331', { functionName: 'thumbnails' }, {}, 'lambda.function-deleted'],
  ['lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: 'thumbnails', timeout: 3 }, {}, 'lambda.configuration-changed'],
  ['dynamodb', 'DeleteTable', { tableName: 'orders' }, {}, 'dynamodb.table-deleted'],
  ['s3', 'DeleteBucket', { bucketName: 'invoices' }, {}, 's3.bucket-deleted'],
  ['s3', 'PutBucketPolicy', { bucketName: 'invoices', bucketPolicy: { Statement: [] } }, {}, 's3.bucket-policy-changed'],
  ['ssm', 'PutParameter', { name: '/shop/mode', overwrite: true }, { responseElements: { version: 2 } }, 'ssm.parameter-overwritten'],
  ['ssm', 'DeleteParameter', { name: '/shop/mode' }, {}, 'ssm.parameter-deleted'],
])('the call %s:%s, which the seeds react to, is looked for', async (service, name, parameters, more, detection) => {
  expect((await matched(call(`${service}.amazonaws.com`, name, parameters, more))).map((found) => found.split(' ')[0])).toEqual([
    detection,
  ]);
});

test('an example of a detection is found by no other, except where both are wanted, and never when AWS refused the call', async () => {
  const found = async (example: JsonObject): Promise<readonly string[]> =>
    (await matched(example)).map((match) => match.split(' ')[0] ?? '');
  const others = new Set<string>();
  const refused = new Set<string>();
  for (const { id, examples } of catalogue.written) {
    const documents: readonly Json[] = examples.matches;
    for (const example of documents.filter(isObject)) {
      for (const other of await found(example)) if (other !== id) others.add(`${id} and ${other}`);
      if ('eventName' in example) for (const other of await found({ ...example, errorCode: 'AccessDenied' })) refused.add(other);
    }
  }
  expect([...refused]).toEqual([]);
  expect([...others].toSorted()).toEqual([
    'ec2.rdp-opened and ec2.ssh-opened',
    'ec2.ssh-opened and ec2.rdp-opened',
    'ec2.sustained-cpu and ec2.high-cpu',
    'iam.role-trust-opened and iam.role-trust-changed',
  ]);
});

test('parameters that do not fit the action leave a match without a remedy', async () => {
  expect(await matched(call('s3.amazonaws.com', 'DeleteBucketEncryption', { bucketName: 'ab' }))).toEqual([
    's3.bucket-encryption-changed ',
  ]);
});

test('what comes from nowhere near AWS is a drop that says what it was', () => {
  expect(catalogue.parse({ hello: 1 }, 0, untrusted)).toEqual({
    signals: [],
    drops: [{ because: 'unknown-source', detail: 'no source knows a document with hello' }],
  });
  expect(catalogue.parse({ source: 'aws.health', 'detail-type': 'AWS Health Event', detail: {} }, 0, untrusted).drops[0]?.detail).toBe(
    'no source knows "AWS Health Event" of aws.health',
  );
});

test('nothing is attested unless the caller says where it came from', () => {
  const [first] = sources;
  const rank = (intake: { trusted: boolean }) => catalogue.parse(first?.sample ?? null, 0, intake).signals[0]?.signal.rank;
  expect([rank({ trusted: false }), rank({ trusted: true })]).toEqual(['reported', 'attested']);
});

test('actions are known by their ids', async () => {
  const all = await catalogue.actions();
  for (const action of all) expect(await catalogue.action(action.id)).toBe(action);
  expect(await catalogue.action('s3.paint-it-black')).toBeUndefined();
});

test('every example of our own detections does what it says, and the pages of detections and sources are as generated', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const generator: { generatedDetectionFiles(): Promise<ReadonlyMap<string, string>> } = await import(
    `${root}scripts/generate-detections.ts`
  );
  const files = await generator.generatedDetectionFiles();
  for (const [path, text] of files)
    expect(await readFile(`${root}${path}`, 'utf8'), `run scripts/generate-detections.ts: ${path}`).toBe(text);
  const pages = [...files.keys()]
    .filter((path) => path.startsWith('docs/detections/'))
    .map((path) => path.slice('docs/detections/'.length));
  expect((await readdir(`${root}docs/detections`)).toSorted()).toEqual(pages.toSorted());
});

test('what says that it is over matches nothing, neither by its pattern nor by its control', async () => {
  for (const source of sources) {
    const [read] = catalogue.parse(source.sample, 0, untrusted).signals;
    const matches = read === undefined ? ['none'] : await catalogue.match({ ...read.signal, over: 'PASSED' }, read.event);
    expect(matches, source.id).toEqual([]);
  }
  const passed = (Status: string): Json => ({
    ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
    Id: 'finding-1',
    AwsAccountId: '111122223333',
    Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::invoices' }],
    Compliance: { Status, SecurityControlId: 'S3.8' },
  });
  expect(await matched(passed('FAILED'))).toHaveLength(1);
  expect(await matched(passed('PASSED'))).toEqual([]);
});

test('a bare finding in an event of somebody’s own is read where the finding says, and is not AWS’s word', () => {
  const account = '444455556666';
  const bare = {
    accountId: account,
    region: 'eu-west-1',
    id: 'f',
    type: 'Backdoor:EC2/X',
    resource: { instanceDetails: { instanceId: 'i-1' } },
    service: { serviceName: 'guardduty' },
  };
  const ProductArn = 'arn:aws:securityhub:eu-west-1::product/x/y';
  const handedOn = { Finding: { Id: 'f', ProductArn, AwsAccountId: account, Resources: [{ Type: 'AwsEc2Instance', Id: 'i-1' }] } };
  const forwarded = { id: 'e', 'detail-type': 'Forwarded', source: 'my.app', account: '999988887777', region: 'us-east-1' };
  for (const detail of [bare, handedOn])
    expect(catalogue.parse({ ...forwarded, detail }, 1, { trusted: true })).toMatchObject({
      drops: [],
      signals: [{ signal: { rank: 'reported', resource: { id: 'i-1', account, region: 'eu-west-1' } } }],
    });
  expect(catalogue.parse({ ...forwarded, source: 'aws.x', detail: bare }, 1, { trusted: true }).signals).toEqual([]);
});
