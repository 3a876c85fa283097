import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { parsePolicy } from '#config/load-policy.ts';
import { Webhook } from '#config/webhook.ts';
import type { Json } from '#domain/json.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { webhook } from './webhook.ts';
import { webhookEvent } from './webhook-mapping.ts';

const mapping = (change: object = {}) =>
  Webhook.parse({
    account: '$.where.account',
    region: '$.where.region',
    resource: { type: 'AWS::S3::Bucket', id: "$['things'][0].name" },
    title: '$.what',
    severity: '$.level',
    at: '$.seen',
    id: '$.key',
    ...change,
  });
const body = {
  what: 'Bucket can be read by anyone',
  level: 'HIGH',
  seen: '2026-11-20T09:00:00Z',
  key: 4711,
  where: { account: '111122223333', region: 'eu-west-1' },
  things: [{ name: 'invoices-eu' }],
};
const shipped = await openCatalogue();
const receivedAt = Date.parse('2026-11-20T10:00:00Z');
const event = (document: Json, change: object = {}) => webhookEvent('scanner', mapping(change), document, receivedAt);
const signalOf = (document: Json, change: object = {}) => {
  const made = event(document, change);
  if ('because' in made) throw new Error(`dropped: ${made.because}`);
  return webhook.parse(made, receivedAt, { trusted: true }).signals[0];
};

test('a document that fits its mapping is one reported signal, even when the intake is trusted', () => {
  expect(signalOf(body)?.signal).toEqual({
    id: 'scanner/4711',
    source: 'webhook',
    rank: 'reported',
    title: 'Bucket can be read by anyone',
    at: Date.parse('2026-11-20T09:00:00Z'),
    resource: { type: 'AWS::S3::Bucket', id: 'invoices-eu', partition: 'aws', account: '111122223333', region: 'eu-west-1' },
  });
});

test('a pattern can look at the severity and at everything in the document', () => {
  expect(signalOf(body)?.event).toMatchObject({
    source: 'webhook.scanner',
    'detail-type': 'Webhook',
    detail: { severity: 'high', resource: { type: 'AWS::S3::Bucket', id: 'invoices-eu' }, body: { level: 'HIGH' } },
  });
});

test('a literal stands for itself, an ARN names its own account, and a time may be an epoch', () => {
  const arn = 'arn:aws:dynamodb:eu-central-1:444455556666:table/orders';
  const change = { resource: { type: 'AWS::DynamoDB::Table', id: '$.arn' }, account: '111122223333', region: 'eu-west-1', title: 'Found' };
  expect(signalOf({ ...body, arn, seen: 1_795_000_000 }, change)?.signal).toMatchObject({
    title: 'Found',
    at: 1_795_000_000_000,
    resource: { type: 'AWS::DynamoDB::Table', id: 'orders', account: '444455556666', region: 'eu-central-1' },
  });
});

test('without a path to its id the same document is the same signal, and another document is another one', () => {
  const first = signalOf(body, { id: undefined })?.signal.id;
  expect(signalOf({ ...body }, { id: undefined })?.signal.id).toBe(first);
  expect(signalOf({ ...body, level: 'low' }, { id: undefined })?.signal.id).not.toBe(first);
});

test('a control leads to the action that heals it', async () => {
  const { match } = shipped;
  const found = signalOf(body, { control: 'securityhub:S3.8' });
  expect(found && (await match(found.signal, found.event)).map(({ remedy }) => remedy?.action)).toContain('s3.block-public-access');
});

describe('a document that its mapping does not fit is a drop that names every field', () => {
  test.each([
    ['nothing is there', {}, /account: \$\.where\.account finds nothing; region: .*resource\.id: .*title: /],
    ['the account is none', { ...body, where: { ...body.where, account: '12' } }, /account: \$\.where\.account finds no account id/],
    ['the region is none', { ...body, where: { ...body.where, region: 'mars' } }, /region: .* finds no region/],
    ['the severity has another word', { ...body, level: 'sev1' }, /severity: \$\.level finds no severity/],
    ['the time is none', { ...body, seen: 'soon' }, /at: \$\.seen finds no time/],
    ['the title is a list', { ...body, what: ['a'] }, /title: \$\.what finds no text/],
    ['it is no object', 'hello', /account: /],
  ])('when %s', (_what, document, detail) => {
    expect(event(document)).toEqual({ because: 'mapping-does-not-fit', detail: expect.stringMatching(detail) });
  });

  test('whatever was sent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const document: Json = JSON.parse(JSON.stringify(value));
        expect(event(document)).toHaveProperty('because', 'mapping-does-not-fit');
      }),
    );
  });
});

test('a name that cannot be of that kind is a drop', () => {
  const made = event({ ...body, things: [{ name: 'arn:aws:sqs:eu-west-1:111122223333:jobs' }] });
  if ('because' in made) throw new Error('the mapping fits');
  expect(webhook.parse(made, receivedAt, { trusted: false }).drops).toMatchObject([{ because: 'no-resource' }]);
});

test('the policies and the detection in docs/policy.md are sound, and fit each other', { timeout: 20_000 }, async () => {
  const page = await readFile(fileURLToPath(new URL('../../../docs/policy.md', import.meta.url)), 'utf8');
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
  const [, name] = blocks.flatMap((block) => /^# (detections\/\S+)/.exec(block) ?? []);
  const policies = blocks.filter((block) => !block.startsWith('# detections/')).map((block) => parsePolicy(block, 'policy.md').policy);
  const scanner = policies.flatMap(({ webhooks }) => webhooks['bucket-scanner'] ?? [])[0];
  expect(policies.some(({ topics }) => topics.length === 2)).toBe(true);

  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const file = join(folder.path, name ?? '');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, blocks.find((block) => block.startsWith('# detections/')) ?? '');
  const catalogue = await openCatalogue({ folders: [join(folder.path, 'detections')] });
  expect(catalogue.refused.flatMap(({ message }) => message.split(folder.path).slice(1))).toEqual([]);

  const finding = { 'bucket-name': 'invoices-eu', summary: 'Readable', level: 'high', seen: 1_795_000_000, id: 1, kind: 'public-read' };
  const made = scanner && webhookEvent('bucket-scanner', scanner, { account: { id: '111122223333' }, finding }, receivedAt);
  if (made === undefined || 'because' in made) throw new Error(`the example does not fit: ${JSON.stringify(made)}`);
  const [only] = catalogue.parse(made, receivedAt, { trusted: false }).signals;
  const matches = only === undefined ? [] : await catalogue.match(only.signal, only.event);
  expect(matches.map(({ detection }) => detection.id)).toContain('scanner.bucket-readable');
});
