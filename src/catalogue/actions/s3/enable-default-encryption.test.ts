import { expect, test } from 'vitest';
import { enableDefaultEncryption } from './enable-default-encryption.ts';

const atLeast = (minimum: string) => enableDefaultEncryption.with({ bucket: 'orders', minimum });
const rules = (SSEAlgorithm: string, more: object = {}) => ({
  rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, ...more }, BucketKeyEnabled: false }],
});

test('asks for SSE-S3 unless it is told otherwise', () => {
  const resource = { type: 'AWS::S3::Bucket', id: 'orders', partition: 'aws', account: '123456789012', region: 'eu-west-1' };
  expect(enableDefaultEncryption.from(resource)).toEqual([{ bucket: 'orders', minimum: 'AES256' }]);
});

test('is content with anything at least as strong as the minimum', () => {
  expect(atLeast('AES256').wrong(rules('aws:kms:dsse'))).toBeUndefined();
  expect(atLeast('aws:kms').wrong(rules('aws:kms:dsse'))).toBeUndefined();
  expect(atLeast('aws:kms').wrong(rules('AES256'))).toBe('the default encryption is AES256, weaker than aws:kms');
  expect(atLeast('AES256').wrong({})).toBe('the bucket has no default encryption');
});

test('counts a rule that only switches bucket keys as no encryption, and keeps what else it says', () => {
  const state = { rules: [{ BucketKeyEnabled: true, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }] };
  expect(atLeast('AES256').fix(state)).toMatchObject([
    {
      input: {
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
              BucketKeyEnabled: true,
              BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
            },
          ],
        },
      },
    },
  ]);
});

test('never weakens a chosen key', () => {
  expect(atLeast('AES256').fix(rules('aws:kms', { KMSMasterKeyID: 'alias/orders' }))).toEqual([]);
});
