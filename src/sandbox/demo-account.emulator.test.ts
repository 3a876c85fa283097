import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { EC2 } from '@aws-sdk/client-ec2';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoSandbox, startDemoSandbox } from './testing/demo-sandbox.ts';

let started: DemoSandbox;
let sandbox: DemoSandbox['sandbox'];
let demo: DemoSandbox['demo'];
let client: DemoSandbox['client'];
beforeAll(async () => {
  started = await startDemoSandbox();
  ({ sandbox, demo, client } = started);
});
afterAll(() => started?.stop());

const environment = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) =>
  tags.find(({ Key }) => Key === 'environment')?.Value;

describe('the demo account', () => {
  it('is seeded without a trace in the events and counts', () => {
    expect(sandbox.proxy.events.last).toBe(0);
    expect(sandbox.proxy.counts().total).toBe(0);
  });

  it('has private, encrypted buckets and one website', async () => {
    const s3 = new S3({ ...client, forcePathStyle: true });
    for (const [name, bucket] of Object.entries(demo.buckets)) {
      const { PublicAccessBlockConfiguration: flags } = await s3.getPublicAccessBlock({ Bucket: bucket });
      const { ServerSideEncryptionConfiguration: encryption } = await s3.getBucketEncryption({ Bucket: bucket });
      expect(Object.values(flags ?? {})).toEqual(Array(4).fill(name !== 'website'));
      expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('AES256');
    }
    expect((await s3.getBucketWebsite({ Bucket: demo.buckets.website })).IndexDocument?.Suffix).toBe('index.html');
    expect((await s3.getBucketAcl({ Bucket: demo.buckets.logs })).Grants).toHaveLength(3);
  });

  it('has exactly one production bucket, instance and table', async () => {
    const [s3, ec2, dynamodb] = [new S3({ ...client, forcePathStyle: true }), new EC2(client), new DynamoDB(client)];
    const buckets = await Promise.all(
      Object.values(demo.buckets).map(async (Bucket) => environment((await s3.getBucketTagging({ Bucket })).TagSet)),
    );
    const { Reservations: reservations = [] } = await ec2.describeInstances({});
    const instances = reservations.flatMap(({ Instances = [] }) => Instances.map(({ Tags }) => environment(Tags)));
    const tables = await Promise.all(
      Object.values(demo.tables).map(async (TableName) => {
        const { Table } = await dynamodb.describeTable({ TableName });
        return environment((await dynamodb.listTagsOfResource({ ResourceArn: Table?.TableArn })).Tags);
      }),
    );
    for (const found of [buckets, instances, tables]) expect(found.filter((each) => each === 'production')).toHaveLength(1);
    expect(instances).toHaveLength(6);
  });

  it('guards its mode parameter and labels the good version', async () => {
    const { Parameters: history = [] } = await new SSM(client).getParameterHistory({ Name: demo.parameters.mode });
    expect(history).toMatchObject([{ Value: 'secure-mode', Labels: ['selfheal-good'] }]);
  });

  it('lets anyone assume the pipeline role', async () => {
    const { AssumedRoleUser: user } = await new STS(client).assumeRole({
      RoleArn: `arn:aws:iam::${demo.account}:role/${demo.roles.deployPipeline}`,
      RoleSessionName: 'deploy-42',
    });
    expect(user?.Arn).toBe(`arn:aws:sts::${demo.account}:assumed-role/deploy-pipeline/deploy-42`);
  });
});
