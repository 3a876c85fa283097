import { defineScenario } from '#catalogue/define-scenario.ts';
import { blocksOff, privateBucket } from './parts.ts';

export const s3PublicAccessBlockRemoved = defineScenario({
  id: 's3-public-access-block-removed',
  title: 'A bucket loses its public access block',
  action: 's3.block-public-access',
  resource: 'AWS::S3::Bucket',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: privateBucket,
  break: async (hands, bucket) => void (await hands.do('s3', 'deletePublicAccessBlock', { Bucket: bucket })),
  expect: blocksOff,
});
