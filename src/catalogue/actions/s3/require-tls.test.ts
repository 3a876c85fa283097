import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { requireTls } from './require-tls.ts';

const remedy = requireTls.with({ bucket: 'orders' });
const arn = 'arn:aws:s3:::orders';
const deny = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [arn, `${arn}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const partner = { Sid: 'partner', Effect: 'Allow', Principal: { AWS: '210987654321' }, Action: 's3:GetObject', Resource: `${arn}/*` };
const of = (...Statement: readonly object[]) => ({
  arn,
  website: false,
  policy: JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2),
});

test.each([
  deny,
  { ...deny, Principal: { AWS: ['*'] }, Action: ['*'] },
  { ...deny, Resource: '*', Condition: { bool: { 'AWS:SecureTransport': false } } },
  { ...deny, Resource: `${arn}*`, Condition: { Bool: { 'aws:SecureTransport': ['false'] } } },
])("is content with anyone's statement that says the same: %j", (statement) =>
  expect(remedy.wrong(of(partner, statement))).toBeUndefined(),
);

test.each([
  { ...deny, Effect: 'Allow' },
  { ...deny, Resource: `${arn}/*` },
  { ...deny, Resource: [arn] },
  { ...deny, Action: 's3:GetObject' },
  { ...deny, Principal: { AWS: '210987654321' } },
  { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
  { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
])('sees through a statement that leaves a way without TLS: %j', (statement) => expect(remedy.wrong(of(statement))).toBeDefined());

test('adds one statement and keeps every byte of the others', () => {
  const state = of(partner);
  const [put] = remedy.fix(state);
  const { Policy = '' }: { readonly Policy?: string } = Object(put?.input);
  expect(JSON.parse(Policy).Statement).toEqual([partner, { Sid: 'SelfhealRequireTls', ...deny }]);
  expect(Policy.startsWith(state.policy.slice(0, state.policy.indexOf('}') + 1))).toBe(true);
});

test('never adds its statement a second time, and repairs one that was weakened', () => {
  const weakened = of({ Sid: 'SelfhealRequireTls', ...deny, Action: 's3:GetObject' });
  const after: { readonly policy: string } = Object(remedy.after(weakened));
  expect(JSON.parse(after.policy).Statement).toEqual([{ Sid: 'SelfhealRequireTls', ...deny }]);
  expect(remedy.fix(remedy.after(weakened))).toEqual([]);
});

test('refuses where a policy would become too long, and where a website needs plain HTTP', () => {
  const long = of(...Array.from({ length: 120 }, (_, index) => ({ ...partner, Sid: `partner${index}` })));
  expect(remedy.refuses(long)).toMatch(/AWS takes 20480/);
  expect(remedy.refuses({ ...of(partner), website: true })).toMatch(/website/);
  expect(remedy.refuses(of(partner))).toBeUndefined();
});

test('names the bucket as its partition does', async () => {
  const none = (name: string) => () => {
    throw awsError(name);
  };
  const cloud = scriptedCloud()
    .on('s3', 'getBucketPolicy', none('NoSuchBucketPolicy'))
    .on('s3', 'getBucketWebsite', none('NoSuchWebsiteConfiguration'));
  const reader = cloud.reader({ partition: 'aws-cn', account: '123456789012', region: 'cn-north-1' });
  const [put] = remedy.fix(await remedy.observe(reader));
  expect(JSON.parse(Object(put?.input).Policy).Statement[0].Resource).toEqual(['arn:aws-cn:s3:::orders', 'arn:aws-cn:s3:::orders/*']);
});
