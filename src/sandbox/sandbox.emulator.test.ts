import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { EC2 } from '@aws-sdk/client-ec2';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoSandbox, startDemoSandbox } from './testing/demo-sandbox.ts';
import { lines } from './testing/lines.ts';
import { until } from './testing/until.ts';

const run = promisify(execFile);
const hasCli = await run('aws', ['--version']).then(
  () => true,
  () => false,
);

let started: DemoSandbox;
let sandbox: DemoSandbox['sandbox'];
let demo: DemoSandbox['demo'];
let client: DemoSandbox['client'];
beforeAll(async () => {
  started = await startDemoSandbox();
  ({ sandbox, demo, client } = started);
});
afterAll(() => started?.stop());

/** The CloudTrail record of the call with this AWS request id. */
async function recordOf(requestId: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  return until(`the event of ${requestId}`, () => {
    const details = sandbox.proxy.events.after(0).map(({ event }) => event['detail'] as Readonly<Record<string, unknown>>);
    return details.find((detail) => detail['requestID'] === requestId);
  });
}

/** The record of the newest call of that name. */
async function newest(eventName: string, after: number): Promise<Readonly<Record<string, unknown>>> {
  return until(`an event ${eventName}`, () => {
    const details = sandbox.proxy.events.after(after).map(({ event }) => event['detail'] as Readonly<Record<string, unknown>>);
    return details.findLast((detail) => detail['eventName'] === eventName);
  });
}

describe('events', () => {
  it('carry the request id that the SDK reports, for every protocol', async () => {
    const s3 = await new S3({ ...client, forcePathStyle: true }).deletePublicAccessBlock({ Bucket: demo.buckets.media });
    const ec2 = await new EC2(client).rebootInstances({ InstanceIds: [demo.instances.app] });
    const ssm = await new SSM(client).putParameter({ Name: '/ids', Value: 'x', Type: 'String' });
    const dynamodb = await new DynamoDB(client).updateTable({ TableName: demo.tables.carts, DeletionProtectionEnabled: true });
    const iam = await new IAM(client).tagUser({ UserName: 'alice', Tags: [{ Key: 'team', Value: 'web' }] });
    const sts = await new STS(client).assumeRole({
      RoleArn: `arn:aws:iam::${demo.account}:role/${demo.roles.deployPipeline}`,
      RoleSessionName: 's',
    });
    const names = await Promise.all(
      [s3, ec2, ssm, dynamodb, iam, sts].map(async ({ $metadata }) => (await recordOf($metadata.requestId))['eventName']),
    );
    expect(names).toEqual(['DeleteBucketPublicAccessBlock', 'RebootInstances', 'PutParameter', 'UpdateTable', 'TagUser', 'AssumeRole']);
  });

  it('name the person who called', async () => {
    const { $metadata } = await new S3({ ...client, forcePathStyle: true }).putBucketAcl({
      Bucket: demo.buckets.media,
      ACL: 'public-read',
    });
    const record = await recordOf($metadata.requestId);
    expect(record).toMatchObject({
      userIdentity: {
        type: 'IAMUser',
        arn: `arn:aws:iam::${demo.account}:user/demo-user`,
        accessKeyId: demo.keys.user.accessKeyId,
        userName: 'demo-user',
      },
      requestParameters: { bucketName: demo.buckets.media, acl: '', 'x-amz-acl': 'public-read' },
    });
  });

  it('name the assumed role, its account, its source identity and the region', async () => {
    const RoleArn = 'arn:aws:iam::222222222222:role/team/healer';
    const { Credentials: given } = await new STS(client).assumeRole({ RoleArn, RoleSessionName: 'session-1', SourceIdentity: 'inc-01' });
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    const { $metadata } = await new SSM({ ...client, region: 'eu-central-1', credentials }).putParameter({
      Name: '/a',
      Value: 'x',
      Type: 'String',
    });
    expect(await recordOf($metadata.requestId)).toMatchObject({
      awsRegion: 'eu-central-1',
      recipientAccountId: '222222222222',
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::222222222222:assumed-role/healer/session-1',
        accountId: '222222222222',
        sessionContext: { sourceIdentity: 'inc-01', sessionIssuer: { type: 'Role', arn: RoleArn, userName: 'healer' } },
      },
    });
  });

  it('tell what was done to buckets, groups, roles and tables', async () => {
    const s3 = new S3({ ...client, forcePathStyle: true });
    const Bucket = demo.buckets.customerExports;
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: 'alias/aws/s3' } };
    const encrypted = await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } });
    expect(await recordOf(encrypted.$metadata.requestId)).toMatchObject({
      eventName: 'PutBucketEncryption',
      requestParameters: {
        bucketName: Bucket,
        encryption: '',
        ServerSideEncryptionConfiguration: {
          Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/aws/s3' } },
        },
      },
    });
    const plain = await s3.deleteBucketEncryption({ Bucket });
    expect(await recordOf(plain.$metadata.requestId)).toMatchObject({
      eventName: 'DeleteBucketEncryption',
      requestParameters: { bucketName: Bucket },
    });
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }],
    });
    const opened = await s3.putBucketPolicy({ Bucket, Policy });
    expect(await recordOf(opened.$metadata.requestId)).toMatchObject({
      requestParameters: { bucketPolicy: { Statement: [{ Principal: '*' }] } },
    });

    const ec2 = new EC2(client);
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    const items = [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }];
    const allowed = await ec2.authorizeSecurityGroupIngress({ GroupId: demo.groups.app, IpPermissions });
    expect(await recordOf(allowed.$metadata.requestId)).toMatchObject({
      eventName: 'AuthorizeSecurityGroupIngress',
      requestParameters: { groupId: demo.groups.app, ipPermissions: { items } },
      responseElements: {
        _return: true,
        securityGroupRuleSet: { items: [{ groupId: demo.groups.app, cidrIpv4: '0.0.0.0/0', fromPort: 22 }] },
      },
    });
    const revoked = await ec2.revokeSecurityGroupIngress({ GroupId: demo.groups.app, IpPermissions });
    expect(await recordOf(revoked.$metadata.requestId)).toMatchObject({
      eventName: 'RevokeSecurityGroupIngress',
      requestParameters: { ipPermissions: { items } },
    });

    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
    const role = await new IAM(client).putRolePolicy({ RoleName: demo.roles.lambda, PolicyName: 'admin', PolicyDocument });
    expect(await recordOf(role.$metadata.requestId)).toMatchObject({
      awsRegion: 'us-east-1',
      requestParameters: { roleName: demo.roles.lambda, policyName: 'admin', policyDocument: PolicyDocument },
      responseElements: null,
    });

    const parameter = await new SSM(client).putParameter({
      Name: demo.parameters.mode,
      Value: 'insecure',
      Type: 'String',
      Overwrite: true,
    });
    expect(await recordOf(parameter.$metadata.requestId)).toMatchObject({
      requestParameters: { name: demo.parameters.mode, value: 'HIDDEN_DUE_TO_SECURITY_REASONS', overwrite: true },
      responseElements: { version: 2 },
    });
  });

  it('leave out reads and what happens to items, objects and messages', async () => {
    const before = sandbox.proxy.events.last;
    const s3 = new S3({ ...client, forcePathStyle: true });
    await s3.putObject({ Bucket: demo.buckets.media, Key: 'a', Body: 'x' });
    await s3.listBuckets({});
    await new DynamoDB(client).putItem({ TableName: demo.tables.carts, Item: { cartId: { S: 'c' } } });
    await new STS(client).getCallerIdentity({});
    const { $metadata } = await s3.putBucketTagging({ Bucket: demo.buckets.media, Tagging: { TagSet: [] } });
    await recordOf($metadata.requestId);
    expect(sandbox.proxy.events.last).toBe(before + 1);
    expect(sandbox.proxy.counts().data).toMatchObject({ 's3:PutObject': 1, 'dynamodb:PutItem': 1 });
  });

  it('report failed calls with their error code', async () => {
    const refused = await new EC2(client)
      .revokeSecurityGroupIngress({
        GroupId: demo.groups.bastion,
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 1, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
      })
      .catch((error: { $metadata: { requestId: string } }) => error);
    expect(await recordOf(refused.$metadata.requestId)).toMatchObject({
      errorCode: 'Client.InvalidPermission.NotFound',
      responseElements: null,
    });
  });

  it('reach a reader of the stream in another process', async () => {
    const reader = lines(await fetch(`${sandbox.endpoint}/_selfheal/events?after=${sandbox.proxy.events.last}&follow=1`));
    expect((await reader.next()).value).toEqual({ stream: sandbox.proxy.events.id });
    const { $metadata } = await new SSM(client).putParameter({ Name: '/stream', Value: 'x', Type: 'String' });
    expect((await reader.next()).value).toMatchObject({
      seq: sandbox.proxy.events.last,
      event: { detail: { requestID: $metadata.requestId } },
    });
    await reader.return(undefined);
  });

  it.skipIf(!hasCli)('understand the AWS CLI', async () => {
    const environment = {
      ...process.env,
      AWS_ACCESS_KEY_ID: demo.keys.user.accessKeyId,
      AWS_SECRET_ACCESS_KEY: demo.keys.user.secretAccessKey,
      AWS_DEFAULT_REGION: 'us-east-1',
    };
    const aws = (...args: string[]) => run('aws', ['--endpoint-url', sandbox.endpoint, ...args], { env: environment });
    const Bucket = demo.buckets.media;
    const before = sandbox.proxy.events.last;
    await aws(
      's3api',
      'put-public-access-block',
      '--bucket',
      Bucket,
      '--public-access-block-configuration',
      'BlockPublicAcls=false,IgnorePublicAcls=false,BlockPublicPolicy=false,RestrictPublicBuckets=false',
    );
    await aws('s3api', 'put-bucket-acl', '--bucket', Bucket, '--acl', 'public-read');
    await aws(
      'ec2',
      'authorize-security-group-ingress',
      '--group-id',
      demo.groups.web,
      '--protocol',
      'tcp',
      '--port',
      '3389',
      '--cidr',
      '0.0.0.0/0',
    );
    expect(await newest('PutBucketPublicAccessBlock', before)).toMatchObject({
      requestParameters: { bucketName: Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: false } },
    });
    expect(await newest('PutBucketAcl', before)).toMatchObject({
      requestParameters: { bucketName: Bucket, 'x-amz-acl': 'public-read' },
      userAgent: expect.stringContaining('aws-cli'),
    });
    expect(await newest('AuthorizeSecurityGroupIngress', before)).toMatchObject({
      requestParameters: {
        groupId: demo.groups.web,
        ipPermissions: { items: [{ fromPort: 3389, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] },
      },
    });
  });
});
