import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { iamActions, iamTables } from './actions.ts';

/** Every operation with a row. */
const rows = Object.entries(iamTables).flatMap(([service, operations]) =>
  Object.keys(operations).map((operation) => ({ service, operation })),
);
const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Where AWS's prefix is not the name that the SDK's client has. */
const prefixes: Readonly<Record<string, string>> = {
  applicationAutoscaling: 'application-autoscaling',
  elbv2: 'elasticloadbalancing',
  eventbridge: 'events',
  s3control: 's3',
};

test('each service has its file, and each file its service', () => {
  const others = ['actions', 'narrower', 'policies', 'table', 'terraform', 'unproven'].flatMap((name) => [`${name}.ts`, `${name}.test.ts`]);
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => !others.includes(name));
  expect(Object.keys(iamTables).toSorted()).toEqual(files.map((name) => name.replace('.ts', '')).toSorted());
});

test('every row names well-formed actions of its own service', () => {
  expect(rows.length).toBeGreaterThan(45);
  for (const row of rows) {
    const prefix = prefixes[row.service] ?? row.service;
    for (const action of iamActions(row)) expect(action, row.operation).toMatch(new RegExp(`^${prefix}:[A-Z][A-Za-z0-9]+$`));
  }
});

/** Where AWS names the action otherwise than the operation (docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html). */
const differing: Readonly<Record<string, string>> = {
  'apigateway.getAccount': 'apigateway:GET',
  'apigateway.getRestApis': 'apigateway:GET',
  'apigateway.getStage': 'apigateway:GET',
  'apigateway.getStages': 'apigateway:GET',
  'apigateway.updateStage': 'apigateway:PATCH',
  's3.headObject': 's3:GetObject',
  's3.listBuckets': 's3:ListAllMyBuckets',
  's3.headBucket': 's3:ListBucket',
  's3.getPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3.putPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3.deletePublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3.getBucketEncryption': 's3:GetEncryptionConfiguration',
  's3.putBucketEncryption': 's3:PutEncryptionConfiguration',
  's3.deleteBucketEncryption': 's3:PutEncryptionConfiguration',
  's3.deleteBucketTagging': 's3:PutBucketTagging',
  's3.deleteBucketLifecycle': 's3:PutLifecycleConfiguration',
  's3.getBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3.putBucketLifecycleConfiguration': 's3:PutLifecycleConfiguration',
  's3.getBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3.putBucketNotificationConfiguration': 's3:PutBucketNotification',
  's3.listObjectsV2': 's3:ListBucket',
  's3control.getPublicAccessBlock': 's3:GetAccountPublicAccessBlock',
  's3control.putPublicAccessBlock': 's3:PutAccountPublicAccessBlock',
  's3control.deletePublicAccessBlock': 's3:PutAccountPublicAccessBlock',
  'sts.getCallerIdentity': '',
};

test('no row capitalizes the operation where AWS names the action otherwise, and only there do they differ', () => {
  for (const row of rows) {
    const name = `${row.service}.${row.operation}`;
    const same = `${prefixes[row.service] ?? row.service}:${capitalized(row.operation)}`;
    expect(iamActions(row).join(), name).toBe(differing[name] ?? same);
  }
});

test('an operation without a row is refused, and the message says where to add one', () => {
  for (const unknown of [
    { service: 's3', operation: 'putBucketReplication' },
    { service: 'mainframe', operation: 'reboot' },
    { service: 's3', operation: 'constructor' },
  ])
    expect(() => iamActions(unknown)).toThrow(
      expect.objectContaining({ code: 'unsupported-operation', message: expect.stringContaining('permissions.calls') }),
    );
});
