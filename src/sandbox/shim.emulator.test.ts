import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { SFN } from '@aws-sdk/client-sfn';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { until } from './testing/until.ts';
import { upstream } from './upstream.ts';

let dataDir: string;
let sandbox: Sandbox;
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
});
const allow = (Action: string, Resource: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
const client = (credentials = { accessKeyId: 'setup', secretAccessKey: 'x' }) => ({
  endpoint: sandbox.endpoint,
  region: 'us-east-1',
  credentials,
  maxAttempts: 1,
});

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'selfheal-shim-'));
  sandbox = await startSandbox({ port: 0, demo: false, iam: true, dataDir });
});
afterAll(async () => {
  await sandbox?.stop();
  await rm(dataDir, { recursive: true });
});

describe('the repaired emulator', () => {
  it('runs state machines again and again, with our handlers as their Lambda functions', async () => {
    const seen: unknown[] = [];
    sandbox.proxy.setHandler('step', async (payload) => seen.push(payload));
    const { Role } = await new IAM(client()).createRole({ RoleName: 'machine', AssumeRolePolicyDocument: trust });
    const sfn = new SFN(client());
    const FunctionName = 'arn:aws:lambda:us-east-1:123456789012:function:step';
    const States = {
      Step: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName, 'Payload.$': '$' }, End: true },
    };
    const { stateMachineArn } = await sfn.createStateMachine({
      name: 'm',
      roleArn: Role?.Arn,
      definition: JSON.stringify({ StartAt: 'Step', States }),
    });
    for (const name of ['one', 'two']) {
      const { executionArn } = await sfn.startExecution({ stateMachineArn, name, input: JSON.stringify({ name }) });
      const status = await until('the end of the execution', async () => {
        const execution = await sfn.describeExecution({ executionArn });
        return execution.status === 'RUNNING' ? undefined : execution.status;
      });
      expect(status).toBe('SUCCEEDED');
    }
    expect(seen).toEqual([{ name: 'one' }, { name: 'two' }]);
  });

  it('finds trails by ARN', async () => {
    await new S3({ ...client(), forcePathStyle: true }).createBucket({ Bucket: 'trail-logs' });
    const signer = { accessKey: 'setup', sessionToken: undefined, region: 'us-east-1' };
    const ask = (operation: string, input: Record<string, string>) =>
      upstream(sandbox.endpoint, '').ask('cloudtrail', `CloudTrail_20131101.${operation}`, input, signer);
    const trail = await ask('CreateTrail', { Name: 'trail', S3BucketName: 'trail-logs' });
    const name = String(trail?.['TrailARN']);
    expect(await ask('StartLogging', { Name: name })).toBeDefined();
    expect(await ask('GetTrailStatus', { Name: name })).toMatchObject({ IsLogging: true });
    expect(await ask('DeleteTrail', { Name: name })).toBeDefined();
  });

  it('removes a statement of a function that names the revision it saw, and refuses an older one', async () => {
    const { Role } = await new IAM(client()).createRole({ RoleName: 'mail', AssumeRolePolicyDocument: trust });
    const lambda = new Lambda(client());
    const ZipFile = Uint8Array.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(0)]);
    await lambda.createFunction({ FunctionName: 'mail', Role: Role?.Arn, Runtime: 'nodejs22.x', Handler: 'i.h', Code: { ZipFile } });
    const statement = { FunctionName: 'mail', Action: 'lambda:InvokeFunction', Principal: '*' };
    await lambda.addPermission({ ...statement, StatementId: 'one' });
    const { RevisionId } = await lambda.getPolicy({ FunctionName: 'mail' });
    await lambda.addPermission({ ...statement, StatementId: 'two' });
    const remove = { FunctionName: 'mail', StatementId: 'one' };
    await expect(lambda.removePermission({ ...remove, RevisionId })).rejects.toMatchObject({ name: 'PreconditionFailedException' });
    const { RevisionId: newer } = await lambda.getPolicy({ FunctionName: 'mail' });
    await lambda.removePermission({ ...remove, RevisionId: newer });
    expect((await lambda.getPolicy({ FunctionName: 'mail' })).Policy).not.toContain('"one"');
  });

  it('judges least-privilege policies, and not the calls of the sandbox itself', async () => {
    const setup = { iam: new IAM(client()), s3: new S3({ ...client(), forcePathStyle: true }), dynamodb: new DynamoDB(client()) };
    for (const Bucket of ['mine', 'other']) await setup.s3.createBucket({ Bucket });
    await setup.dynamodb.createTable({
      TableName: 't',
      KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    await setup.dynamodb.updateContinuousBackups({
      TableName: 't',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    await setup.iam.createRole({ RoleName: 'healer', AssumeRolePolicyDocument: trust });
    await setup.iam.putRolePolicy({
      RoleName: 'healer',
      PolicyName: 'pab',
      PolicyDocument: allow('s3:PutBucketPublicAccessBlock', 'arn:aws:s3:::mine'),
    });
    await setup.iam.putRolePolicy({ RoleName: 'healer', PolicyName: 'table', PolicyDocument: allow('dynamodb:DeleteTable', '*') });
    const { Credentials: given } = await new STS(client()).assumeRole({
      RoleArn: 'arn:aws:iam::123456789012:role/healer',
      RoleSessionName: 's',
    });
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    const s3 = new S3({ ...client(credentials), forcePathStyle: true });
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true };
    await sandbox.judge(true);
    try {
      await s3.putPublicAccessBlock({ Bucket: 'mine', PublicAccessBlockConfiguration });
      await expect(s3.putPublicAccessBlock({ Bucket: 'other', PublicAccessBlockConfiguration })).rejects.toMatchObject({
        name: 'AccessDenied',
      });
      await expect(s3.deleteBucket({ Bucket: 'mine' })).rejects.toMatchObject({ name: 'AccessDenied' });
      await new DynamoDB(client(credentials)).deleteTable({ TableName: 't' });
    } finally {
      await sandbox.judge(false);
    }
    expect((await setup.dynamodb.listBackups({})).BackupSummaries).toMatchObject([{ BackupName: 't$DeletedTableBackup' }]);
  });
});
