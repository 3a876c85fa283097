import { defineScenario } from '#catalogue/define-scenario.ts';
import { privateBucket } from './parts.ts';

export const s3BucketDeleted = defineScenario({
  id: 's3-bucket-deleted',
  title: 'A bucket is deleted: its objects cannot come back, so a person is asked before it is made again',
  action: undefined,
  resource: 'AWS::S3::Bucket',
  ends: 'approval',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: (hands, name) => privateBucket(hands, name, { environment: 'staging' }),
  break: async (hands, bucket) => void (await hands.do('s3', 'deleteBucket', { Bucket: bucket })),
  async expect(hands, bucket) {
    const { Buckets = [] } = await hands.do('s3', 'listBuckets', {});
    return Buckets.some(({ Name }) => Name === bucket) ? 'it was made again without an answer' : undefined;
  },
});
