import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { iamActions } from './iam-actions.ts';

/** Every operation with a row, read from the source, so that no row escapes. */
async function rows(): Promise<readonly { service: string; operation: string }[]> {
  const source = await readFile(new URL('./iam-actions.ts', import.meta.url), 'utf8');
  let service = '';
  return source.split('\n').flatMap((line) => {
    service = /^ {2}(\w+): \{$/.exec(line)?.[1] ?? service;
    const operation = /^ {4}(\w+): \[/.exec(line)?.[1];
    return operation === undefined ? [] : [{ service, operation }];
  });
}
const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

test('every row names well-formed actions of its own service', async () => {
  const all = await rows();
  expect(all.length).toBeGreaterThan(45);
  for (const row of all) for (const action of iamActions(row)) expect(action).toMatch(new RegExp(`^${row.service}:[A-Z][A-Za-z0-9]+$`));
});

/** Where AWS names the action otherwise than the operation (docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html). */
const differing = {
  's3.listBuckets': 's3:ListAllMyBuckets',
  's3.headBucket': 's3:ListBucket',
  's3.getPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3.putPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3.deletePublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3.getBucketEncryption': 's3:GetEncryptionConfiguration',
  's3.putBucketEncryption': 's3:PutEncryptionConfiguration',
  's3.deleteBucketEncryption': 's3:PutEncryptionConfiguration',
} as const;

test('no row capitalizes the operation where AWS names the action otherwise, and only there do they differ', async () => {
  const found = (await rows()).flatMap((row) => {
    const actions = iamActions(row);
    const same = `${row.service}:${capitalized(row.operation)}`;
    return actions.length === 1 && actions[0] === same ? [] : [[`${row.service}.${row.operation}`, actions.join()]];
  });
  expect(Object.fromEntries(found)).toEqual({ ...differing, 'sts.getCallerIdentity': '' });
});

test('an operation without a row is refused, and the message says where to add one', () => {
  for (const unknown of [
    { service: 's3', operation: 'putBucketReplication' },
    { service: 'mainframe', operation: 'reboot' },
    { service: 's3', operation: 'constructor' },
  ])
    expect(() => iamActions(unknown)).toThrow(
      expect.objectContaining({ code: 'unsupported-operation', message: expect.stringContaining('add a row') }),
    );
});
