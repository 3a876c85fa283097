import { defineScenario } from '#catalogue/define-scenario.ts';
import { privateBucket } from './parts.ts';

export const s3EncryptionWrittenAgain = defineScenario({
  id: 's3-encryption-written-again',
  title: 'The default encryption of a bucket is written again: it could be weaker than before, and is not',
  action: undefined,
  resource: 'AWS::S3::Bucket',
  ends: 'already-healthy',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: privateBucket,
  break: async (hands, bucket) =>
    void (await hands.do('s3', 'putBucketEncryption', {
      Bucket: bucket,
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    })),
  async expect(hands, bucket) {
    const { ServerSideEncryptionConfiguration } = await hands.do('s3', 'getBucketEncryption', { Bucket: bucket });
    const rule = ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
    return rule === 'AES256' ? undefined : `the default encryption is ${rule ?? 'gone'}`;
  },
});
