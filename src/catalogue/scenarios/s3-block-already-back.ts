import { defineScenario } from '#catalogue/define-scenario.ts';
import { allBlocked, blocksOff, privateBucket } from './parts.ts';

export const s3BlockAlreadyBack = defineScenario({
  id: 's3-block-already-back',
  title: 'A public access block is written again with all four flags on: nothing is wrong',
  action: undefined,
  resource: 'AWS::S3::Bucket',
  ends: 'already-healthy',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: privateBucket,
  break: async (hands, bucket) =>
    void (await hands.do('s3', 'putPublicAccessBlock', { Bucket: bucket, PublicAccessBlockConfiguration: allBlocked })),
  expect: blocksOff,
});
