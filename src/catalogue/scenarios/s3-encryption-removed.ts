import { defineScenario } from '#catalogue/define-scenario.ts';
import { privateBucket } from './parts.ts';

export const s3EncryptionRemoved = defineScenario({
  id: 's3-encryption-removed',
  title: 'A bucket loses its default encryption',
  action: 's3.enable-default-encryption',
  resource: 'AWS::S3::Bucket',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: privateBucket,
  break: async (hands, bucket) => void (await hands.do('s3', 'deleteBucketEncryption', { Bucket: bucket })),
  async expect(hands, bucket) {
    const found = await hands.do('s3', 'getBucketEncryption', { Bucket: bucket }).catch(() => undefined);
    const rule = found?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
    return rule === undefined ? 'there is no default encryption' : undefined;
  },
});
