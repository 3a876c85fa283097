import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#domain/json.ts';
import { compile } from '#matching/compile.ts';
import { terraformDrift } from './terraform-drift.ts';

const parse = (document: JsonObject) => terraformDrift.parse(document, 1234, { trusted: true });

const drift = (address: string, before: JsonObject, after: JsonObject | null, more: JsonObject = {}): JsonObject => ({
  address,
  mode: 'managed',
  type: address.split('.').at(-2) ?? '',
  name: address.split('.').at(-1) ?? '',
  provider_name: 'registry.terraform.io/hashicorp/aws',
  change: { actions: [after === null ? 'delete' : 'update'], before, after, before_sensitive: {}, after_sensitive: {}, ...more },
});
const state = (type: string, values: JsonObject, mode = 'managed'): JsonObject => ({ address: `${type}.x`, mode, type, name: 'x', values });
const role = { arn: 'arn:aws:iam::111122223333:role/reader', id: 'reader', name: 'reader' };
const group = { arn: 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1', id: 'sg-1', owner_id: '111122223333' };
const bucket = { arn: 'arn:aws:s3:::invoices', bucket: 'invoices', id: 'invoices', region: 'eu-west-1' };
const block = { bucket: 'invoices', id: 'invoices', block_public_acls: true };
const ssh = { from_port: 22, cidr_blocks: ['0.0.0.0/0'] };

const plan = (drifts: readonly Json[], resources: readonly Json[] = [], regions: readonly (string | undefined)[] = ['eu-west-1']) => ({
  format_version: '1.2',
  terraform_version: '1.11.4',
  timestamp: '2026-11-20T09:00:00Z',
  resource_drift: drifts,
  prior_state: { values: { root_module: { resources: resources.slice(0, 1), child_modules: [{ resources: resources.slice(1) }] } } },
  configuration: {
    provider_config: Object.fromEntries(
      regions.map((region, index) => [
        `aws${index}`,
        {
          name: 'aws',
          full_name: 'registry.terraform.io/hashicorp/aws',
          expressions: region === undefined ? {} : { region: { constant_value: region } },
        },
      ]),
    ),
  },
});

test('each drifted resource is one reported signal with an event of its own', () => {
  const { signals, drops } = parse(
    plan([
      drift('aws_security_group.web', { ...group, ingress: [] }, { ...group, ingress: [ssh] }),
      drift('module.a.aws_iam_role_policy.inline', { id: 'reader:inline', role: 'reader', policy: '{}' }, { role: 'reader', policy: '*' }),
      drift('aws_s3_bucket_public_access_block.b', block, null),
    ]),
  );
  expect(drops).toEqual([]);
  expect(signals.map(({ signal: { source, rank, title, resource } }) => [source, rank, title, resource.type, resource.id])).toEqual([
    [
      'terraform-drift',
      'reported',
      'Terraform: aws_security_group.web was changed (ingress) outside of Terraform',
      'AWS::EC2::SecurityGroup',
      'sg-1',
    ],
    [
      'terraform-drift',
      'reported',
      'Terraform: module.a.aws_iam_role_policy.inline was changed (id, policy) outside of Terraform',
      'AWS::IAM::Role',
      'reader',
    ],
    [
      'terraform-drift',
      'reported',
      'Terraform: aws_s3_bucket_public_access_block.b was deleted outside of Terraform',
      'AWS::S3::Bucket',
      'invoices',
    ],
  ]);
  expect(signals.map(({ signal }) => [signal.resource.account, signal.resource.region, signal.at])).toEqual([
    ['111122223333', 'eu-west-1', Date.parse('2026-11-20T09:00:00Z')],
    ['111122223333', 'global', Date.parse('2026-11-20T09:00:00Z')],
    ['111122223333', 'eu-west-1', Date.parse('2026-11-20T09:00:00Z')],
  ]);
  expect(new Set(signals.map(({ signal }) => signal.id)).size).toBe(3);
  const opened = compile({ source: ['terraform'], detail: { type: ['aws_security_group'], changed: ['ingress'] } });
  expect(signals.map(({ event }) => opened.matches(event))).toEqual([true, false, false]);
});

test('the same drift read again from the same plan is the same signal', () => {
  const ids = () => parse(plan([drift('aws_iam_role.r', role, null)])).signals.map(({ signal }) => signal.id);
  expect(ids()).toEqual(ids());
});

test('no value of an attribute reaches a signal or its event, sensitive or not', () => {
  const before = { arn: 'arn:aws:ssm:eu-west-1:111122223333:parameter/shop/key', id: '/shop/key', value: 'pa55word-one', note: 'text-one' };
  const after = { ...before, value: 'pa55word-two', note: 'text-two' };
  const parsed = parse(plan([drift('aws_ssm_parameter.key', before, after, { after_sensitive: { value: true } })]));
  expect(parsed.signals[0]?.event).toMatchObject({ detail: { changed: ['note', 'value'] } });
  expect(JSON.stringify(parsed)).not.toMatch(/pa55word|text-one|text-two/);
});

test('a name that is marked sensitive is not used', () => {
  const marked = { before_sensitive: { arn: true }, after_sensitive: { arn: true } };
  const parsed = parse(plan([drift('aws_iam_role.r', role, { ...role, path: '/x/' }, marked)]));
  expect(parsed).toMatchObject({ signals: [], drops: [{ because: 'no-resource' }] });
  expect(JSON.stringify(parsed)).not.toContain('reader');
  expect(parse(plan([drift('aws_iam_role.r', role, null, { before_sensitive: true })])).drops).toMatchObject([{ because: 'no-resource' }]);
});

describe('account and region of a resource that does not say them', () => {
  const drifted = drift('aws_s3_bucket_public_access_block.b', block, null);
  const where = (...given: Parameters<typeof plan>) =>
    parse(plan(...given)).signals.map(({ signal }) => `${signal.resource.account} ${signal.resource.region}`);
  const because = (...given: Parameters<typeof plan>) => parse(plan(...given)).drops.map((drop) => drop.because);

  test('are those of the same bucket, and of every other resource', () => {
    const resources = [state('aws_iam_role', role), state('aws_s3_bucket', { ...bucket, region: 'eu-north-1' })];
    expect(where([drifted], resources)).toEqual(['111122223333 eu-north-1']);
  });

  test('are those of the provider and of who Terraform was', () => {
    const me = state('aws_caller_identity', { account_id: '444455556666', arn: 'arn:aws:sts::444455556666:assumed-role/ci/x' }, 'data');
    expect(where([drifted], [me])).toEqual(['444455556666 eu-west-1']);
  });

  test('are unknown when the resources are in two accounts, or the providers in two regions', () => {
    const other = { arn: 'arn:aws:iam::444455556666:role/other', id: 'other' };
    expect(because([drifted], [state('aws_iam_role', role), state('aws_iam_role', other)])).toEqual(['no-account']);
    expect(because([drifted], [state('aws_iam_role', role)], ['eu-west-1', 'us-east-1'])).toEqual(['no-region']);
    expect(because([drifted], [])).toEqual(['no-account']);
  });

  test('are not those of an account that is only a member', () => {
    const member = state('aws_guardduty_member', { account_id: '444455556666', id: 'd:444455556666' });
    expect(where([drifted], [state('aws_iam_role', role), member])).toEqual(['111122223333 eu-west-1']);
  });

  test('are those of the other resources when the provider takes its region from a variable', () => {
    expect(where([drifted], [state('aws_security_group', group)], [undefined])).toEqual(['111122223333 eu-west-1']);
  });
});

test("a setting of the account is about the account's own id", () => {
  const drifted = drift('aws_ebs_encryption_by_default.here', { enabled: true }, { enabled: false });
  expect(parse(plan([drifted], [state('aws_iam_role', role)])).signals[0]?.signal.resource).toMatchObject({
    type: 'AWS::::Account',
    id: '111122223333',
    region: 'eu-west-1',
  });
});

describe('what is no drift of a resource that we know is dropped with the reason', () => {
  test.each([
    ['a change from nothing to empty', plan([drift('aws_vpc.v', { ...group, tags: null }, { ...group, tags: {} })]), 'not-drift'],
    ['a plan without drift', plan([]), 'not-drift'],
    ['a state', { format_version: '1.0', terraform_version: '1.11.4', values: {} }, 'not-drift'],
    ['another line of the stream', { '@module': 'terraform.ui', type: 'version', terraform: '1.11.4', ui: '1.2' }, 'not-drift'],
    [
      'a line about a drift, which names no attribute',
      { '@module': 'terraform.ui', type: 'resource_drift', change: { resource: { addr: 'aws_vpc.v' }, action: 'update' } },
      'no-resource',
    ],
    ['a resource of another provider', plan([drift('random_id.x', { id: 'a' }, { id: 'b' })]), 'no-resource'],
  ])('%s', (_what, document, because) => {
    expect(parse(document)).toMatchObject({ signals: [], drops: [{ because }] });
    expect(terraformDrift.recognises(document)).toBe(true);
  });
});
