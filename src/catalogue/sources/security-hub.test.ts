import { describe, expect, test } from 'vitest';
import { unwrap } from '#catalogue/unwrap.ts';
import type { JsonObject } from '#domain/json.ts';
import { cloudtrail } from './cloudtrail.ts';
import { isArray, isObject, objectAt } from './fields.ts';
import { securityHub } from './security-hub.ts';

const parse = (document: JsonObject) => securityHub.parse(document, 1234, { trusted: true });
const listed = objectAt(securityHub.sample, 'detail')['findings'];
const [first] = isArray(listed) ? listed.filter(isObject) : [];
const finding: JsonObject = first ?? {};
const change = (more: JsonObject) => parse({ ...finding, ...more });
const about = (more: JsonObject) => change(more).signals.map(({ signal: { resource } }) => `${resource.type} ${resource.id}`);
const controls = (more: JsonObject) => change({ Compliance: { Status: 'FAILED' }, ...more }).signals[0]?.signal.controls;
const dropped = (more: JsonObject) => change(more).drops.map(({ because }) => because);

test('a finding is an attested signal about the bucket that CloudTrail would name, with the control that failed', () => {
  const [only] = parse(securityHub.sample).signals;
  expect(only?.signal).toMatchObject({
    source: 'security-hub',
    rank: 'attested',
    title: 'Security Hub: S3 general purpose buckets should block public access',
    at: Date.parse('2026-11-20T08:59:20Z'),
    controls: ['securityhub:S3.8'],
  });
  const { arn: _, ...bucket } = only?.signal.resource ?? { arn: undefined };
  expect(cloudtrail.parse(cloudtrail.sample, 0, { trusted: true }).signals[0]?.signal.resource).toEqual(bucket);
});

test('a bare finding is only reported, in the envelope that EventBridge would give it', () => {
  const [only] = parse(finding).signals;
  expect(only?.signal).toMatchObject({ rank: 'reported', resource: { id: 'invoices-eu', region: 'eu-west-1' } });
  expect(only?.event).toMatchObject({ 'detail-type': 'Security Hub Findings - Imported', detail: { findings: [finding] } });
});

test('the same state of a finding has one id, an update another', () => {
  const id = (more: JsonObject) => change(more).signals[0]?.signal.id;
  expect(id({})).toBe(id({}));
  expect(id({ UpdatedAt: '2026-11-20T10:00:00Z' })).not.toBe(id({}));
});

test('several findings of one event, and those of a GetFindings answer, become documents of their own', () => {
  const passed = { ...finding, Compliance: { Status: 'PASSED' } };
  const action = {
    ...securityHub.sample,
    'detail-type': 'Security Hub Findings - Custom Action',
    detail: { actionName: 'heal', findings: [finding, passed] },
  };
  const parts = (document: JsonObject) => [...unwrap(document)].flatMap((part) => ('document' in part ? [parse(part.document)] : []));
  expect(parts(action).map(({ signals }) => signals.map(({ signal }) => signal.over))).toEqual([[undefined], ['PASSED']]);
  expect(parts(action)[0]?.signals[0]?.event).toMatchObject({ detail: { actionName: 'heal', findings: [finding] } });
  expect(parts({ Findings: [finding, passed] })).toHaveLength(2);
});

describe('what did not fail is a signal that says so, and names no control that failed', () => {
  test.each<JsonObject>([
    { Compliance: { Status: 'PASSED' } },
    { Workflow: { Status: 'RESOLVED' } },
    { Workflow: { Status: 'SUPPRESSED' } },
    { RecordState: 'ARCHIVED' },
  ])('%j', (more) => {
    const { signals, drops } = change(more);
    expect(drops).toEqual([]);
    expect(signals.map(({ signal }) => [signal.over, signal.controls])).toEqual([
      [JSON.stringify(more).match(/[A-Z]{4,}/)?.[0], undefined],
    ]);
  });

  test('a control that could only be evaluated in part has not passed', () => {
    expect(change({ Compliance: { Status: 'WARNING' } }).signals[0]?.signal.over).toBeUndefined();
  });
});

describe('resources', () => {
  test('every resource of a finding is a signal, one that is named twice only once', () => {
    const bucket = { Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::a' };
    const key = { Type: 'AwsIamAccessKey', Id: 'AKIAEXAMPLE', Details: { AwsIamAccessKey: { UserName: 'anna' } } };
    const found = about({ Resources: [bucket, { Type: 'AwsS3Object', Id: 'arn:aws:s3:::a/key' }, key] });
    expect(found).toEqual(['AWS::S3::Bucket a', 'AWS::IAM::User anna']);
    expect(new Set(change({ Resources: [bucket, key] }).signals.map(({ signal }) => signal.id)).size).toBe(2);
  });

  test.each([
    ['AwsAccount', 'AWS::::Account:444455556666', 'AWS::::Account 444455556666'],
    ['AwsEc2Instance', 'arn:aws:us-east-1:111122223333:instance/i-1', 'AWS::EC2::Instance i-1'],
    ['AwsEc2SecurityGroup', 'sg-1', 'AWS::EC2::SecurityGroup sg-1'],
    ['AwsEcrContainerImage', 'arn:aws:ecr:eu-west-1:111122223333:repository/team/web/sha256:0a1b', 'AWS::ECR::Repository team/web'],
    ['AwsIamAccessKey', 'AWS::IAM::AccessKey:AKIAEXAMPLE', 'AWS::IAM::AccessKey AKIAEXAMPLE'],
    ['AwsWafv2WebAcl', 'shop', 'AWS::SecurityHub::AwsWafv2WebAcl shop'],
    ['Other', 'mail.example.com', 'AWS::SecurityHub::Other mail.example.com'],
  ])('%s %s', (Type, Id, expected) => {
    expect(about({ Resources: [{ Type, Id }] })).toEqual([expected]);
  });

  test('a bucket and a function of one name are two signals with ids of their own', () => {
    const { signals } = change({
      Resources: [
        { Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::mail' },
        { Type: 'AwsLambdaFunction', Id: 'arn:aws:lambda:eu-west-1:111122223333:function:mail' },
      ],
    });
    expect(signals.map(({ signal }) => signal.resource.id)).toEqual(['mail', 'mail']);
    expect(new Set(signals.map(({ signal }) => signal.id)).size).toBe(2);
  });

  test('none is lost: each that is listed is a signal or a drop with its reason', () => {
    const listed = [
      { Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::a' },
      { Type: 'AwsS3Object', Id: 'arn:aws:s3:::a/key' },
      { Type: 'AwsS3Bucket' },
    ];
    const count = (more: JsonObject) => {
      const { signals, drops } = change({ Resources: listed, ...more });
      return [signals.length, ...drops.map(({ because }) => because)];
    };
    expect(count({})).toEqual([1, 'no-resource', 'named-twice']);
    expect(count({ RecordState: 'ARCHIVED' })).toEqual([1, 'no-resource', 'named-twice']);
    expect(count({ AwsAccountId: 'none', Id: 'finding-1' })).toEqual([0, 'no-account', 'no-account', 'no-account']);
  });

  test('the finding, not the aggregating account or region that forwards it, says where', () => {
    const forwarded = { ...securityHub.sample, account: '999999999999', region: 'us-east-1' };
    expect(parse(forwarded).signals[0]?.signal.resource).toMatchObject({ account: '111122223333', region: 'eu-west-1' });
  });

  test('a resource without an ARN is in its own region, not in that of the finding', () => {
    const Resources = [{ Type: 'AwsEc2SecurityGroup', Id: 'sg-1', Region: 'us-west-2' }];
    expect(change({ Resources }).signals[0]?.signal.resource).toMatchObject({ id: 'sg-1', region: 'us-west-2' });
  });

  test('a placeholder of an account or a region is filled from the ARNs of the finding', () => {
    const found = change({
      AwsAccountId: 'EXAMPLE',
      Region: 'REGION',
      Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::a', Region: 'REGION' }],
    });
    expect(found.signals[0]?.signal.resource).toMatchObject({ account: '111122223333', region: 'eu-west-1' });
    const forwarded = { ...securityHub.sample, account: '999999999999', detail: { findings: [{ ...finding, AwsAccountId: 'EXAMPLE' }] } };
    expect(parse(forwarded).signals[0]?.signal.resource.account).toBe('111122223333');
  });

  test('without one it is dropped', () => {
    expect(dropped({ Resources: [] })).toEqual(['no-resource']);
    expect(parse({ ...securityHub.sample, detail: { findings: ['text'] } }).drops).toMatchObject([{ because: 'malformed' }]);
  });
});

describe('controls', () => {
  const generated = (GeneratorId: string) => controls({ GeneratorId });

  test('older generator ids name the control of today', () => {
    expect(generated('security-control/S3.8')).toEqual(['securityhub:S3.8']);
    expect(generated('aws-foundational-security-best-practices/v/1.0.0/EC2.2')).toEqual(['securityhub:EC2.2']);
    expect(generated('service-managed-aws-control-tower/v/1.0.0/CT.S3.2')).toEqual(['securityhub:S3.2']);
    expect(generated('arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/4.1')).toEqual(['securityhub:EC2.13']);
    expect(generated('cis-aws-foundations-benchmark/v/1.4.0/9.9')).toEqual(['securityhub:cis/1.4.0/9.9']);
    expect(generated('pci-dss/v/3.2.1/PCI.S3.1')).toEqual(['securityhub:S3.3']);
    expect(generated('pci-dss/v/3.2.1/PCI.KMS.1')).toEqual(['securityhub:KMS.4']);
    expect(generated('nist-800-53/v/5.0.0/KMS.4')).toEqual(['securityhub:KMS.4']);
    expect(generated('aws-foundational-security-best-practices/v/1.0.0/ELBv2.1')).toEqual(['securityhub:ELB.1']);
    expect(generated('arn:aws-us-gov:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/1.1')).toEqual([
      'securityhub:CloudWatch.1',
      'securityhub:IAM.20',
    ]);
  });

  test('without a generator the ids beside it tell', () => {
    const Id = (path: string) => ({ GeneratorId: null, Id: `arn:aws:securityhub:eu-west-1:111122223333:${path}/finding/1a2b` });
    expect(controls(Id('subscription/cis-aws-foundations-benchmark/v/1.4.0/3.9'))).toEqual(['securityhub:EC2.6']);
    expect(controls(Id('security-control/RDS.8'))).toEqual(['securityhub:RDS.8']);
    expect(controls({ GeneratorId: null, Id: 'a', ProductFields: { ControlId: 'PCI.EC2.6' } })).toEqual(['securityhub:EC2.6']);
    expect(controls({ GeneratorId: null, Id: 'a' })).toBeUndefined();
  });

  test('a finding of AWS Config names its rule, one of another product no control', () => {
    const ProductFields = { 'aws/config/ConfigRuleName': 'securityhub-s3-bucket-public-read-prohibited-1a2b3c4d' };
    expect(controls({ ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/config', ProductFields })).toEqual([
      'config:s3-bucket-public-read-prohibited',
    ]);
    expect(controls({ ProductArn: 'arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default' })).toBeUndefined();
  });
});

describe('OCSF', () => {
  const ocsf: JsonObject = {
    class_uid: 2003,
    activity_name: 'Create',
    status: 'New',
    cloud: { provider: 'AWS', region: 'eu-west-1', account: { uid: '111122223333' } },
    finding_info: { uid: 'finding-1', title: 'S3 buckets should block public access', modified_time: Date.parse('2026-11-20T08:00:00Z') },
    compliance: { control: 'S3.8', status: 'Fail' },
    resources: [{ type: 'AWS::S3::Bucket', uid: 'arn:aws:s3:::invoices-eu', region: 'eu-west-1' }],
  };
  const event = (more: JsonObject): JsonObject => ({
    ...securityHub.sample,
    'detail-type': 'Findings Imported V2',
    detail: { findings: [{ ...ocsf, ...more }] },
  });

  test('a finding is a signal like its older form', () => {
    expect(parse(event({})).signals[0]?.signal).toMatchObject({
      rank: 'attested',
      at: Date.parse('2026-11-20T08:00:00Z'),
      controls: ['securityhub:S3.8'],
      resource: { type: 'AWS::S3::Bucket', id: 'invoices-eu', account: '111122223333', region: 'eu-west-1' },
    });
    expect(parse(ocsf).signals[0]?.event).toMatchObject({ 'detail-type': 'Findings Imported V2' });
  });

  test('a time that no calendar has does not lose the finding', () => {
    expect(parse(event({ finding_info: { uid: 'finding-1', modified_time: 1e300 } })).signals).toHaveLength(1);
  });

  test('a resource is where it says, by its ARN before its bare id, in every partition', () => {
    const about = (more: JsonObject) => parse(event({ resources: [more] })).signals.map(({ signal: { resource } }) => resource);
    const instance = {
      type: 'AWS::EC2::Instance',
      uid: 'i-0abc1234def567890',
      region: 'us-gov-west-1',
      owner: { account: { uid: '444455556666' } },
    };
    const expected = { type: 'AWS::EC2::Instance', id: 'i-0abc1234def567890', account: '444455556666', region: 'us-gov-west-1' };
    expect(about(instance)).toMatchObject([expected]);
    const arn = 'arn:aws-us-gov:ec2:us-gov-west-1:444455556666:instance/i-0abc1234def567890';
    expect(about({ type: 'AwsEc2Instance', uid: 'i-0abc1234def567890', uid_alt: arn })).toMatchObject([{ ...expected, arn }]);
    expect(about({ type: 'AWS::::Account', uid: '444455556666' })).toMatchObject([{ type: 'AWS::::Account', id: '444455556666' }]);
    expect(about({ type: 'AWS::Backup::BackupVault', uid: 'daily' })).toMatchObject([{ type: 'AWS::Backup::BackupVault', id: 'daily' }]);
  });

  test('the control is named by itself, else by the ids of the older format', () => {
    const found = (more: JsonObject) => parse(event(more)).signals[0]?.signal.controls;
    const metadata = { product: { name: 'Security Hub CSPM', uid: 'arn:aws:securityhub:eu-west-1::productv2/aws/securityhub' } };
    const finding_info = { uid: 'finding-1', analytic: { uid: 'pci-dss/v/3.2.1/PCI.S3.6' } };
    expect(found({ compliance: { status: 'Fail' }, finding_info, metadata })).toEqual(['securityhub:S3.1']);
    expect(found({ compliance: { status: 'Fail' }, finding_info })).toBeUndefined();
  });

  test('the first version of the schema, in which Security Lake keeps findings, is read too', () => {
    const { finding_info: _, resources, ...rest } = ocsf;
    const [resource] = isArray(resources) ? resources : [];
    const old = { ...rest, class_uid: 2001, finding: { uid: 'finding-1', title: 'Old' }, resource: resource ?? {} };
    expect(parse(old).signals[0]?.signal).toMatchObject({
      title: 'Security Hub: Old',
      resource: { id: 'invoices-eu', region: 'eu-west-1' },
    });
  });

  test('what passed or was closed says so', () => {
    const over = (more: JsonObject) => parse(event(more)).signals[0]?.signal.over;
    expect(over({ compliance: { control: 'S3.8', status: 'Pass' } })).toBe('Pass');
    expect(over({ status: 'Suppressed' })).toBe('Suppressed');
    expect(over({ activity_name: 'Close' })).toBe('Close');
    expect(over({ compliance: { status_id: 1 } })).toBe('Pass');
    expect(over({ status: null, status_id: 4 })).toBe('Resolved');
    expect(over({ activity_name: null, activity_id: 3 })).toBe('Close');
    expect(over({})).toBeUndefined();
  });
});

describe('insights', () => {
  const insight = (detail: JsonObject) =>
    parse({ ...securityHub.sample, 'detail-type': 'Security Hub Insight Results', detail: { insightName: 'Top users', ...detail } });

  test('results that are resources are signals about them, other results about the insight', () => {
    const insightArn = 'arn:aws:securityhub:eu-west-1:111122223333:insight/111122223333/custom/1a';
    const users = insight({ insightArn, resultType: 'ResourceAwsIamAccessKeyUserName', insightResults: [{ anna: 2 }, { ben: 1 }] });
    expect(users.signals.map(({ signal }) => signal.resource.id)).toEqual(['anna', 'ben']);
    const [other] = insight({ insightArn, resultType: 'SeverityLabel', insightResults: [{ HIGH: 3 }] }).signals;
    expect(other?.signal.resource).toMatchObject({ type: 'AWS::SecurityHub::Insight', id: '1a' });
    expect(insight({ insightArn, insightResults: [] }).drops).toMatchObject([{ because: 'not-failed' }]);
  });
});
