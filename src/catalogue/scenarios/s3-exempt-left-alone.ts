import { defineScenario } from '#catalogue/define-scenario.ts';
import { blocksOff, privateBucket } from './parts.ts';

export const s3ExemptLeftAlone = defineScenario({
  id: 's3-exempt-left-alone',
  title: 'A bucket that is public on purpose, by policy, loses its block',
  action: undefined,
  resource: 'AWS::S3::Bucket',
  ends: 'logged',
  policy: 'exceptions: [{ match: { tag: { public: on-purpose } }, owner: shop, reason: press kit, until: 2099-01-01 }]',
  exercised: { on: 'emulator' },
  setup: (hands, name) => privateBucket(hands, name, { public: 'on-purpose' }),
  break: async (hands, bucket) => void (await hands.do('s3', 'deletePublicAccessBlock', { Bucket: bucket })),
  expect: async (hands, bucket) => ((await blocksOff(hands, bucket)) === undefined ? 'the exception was not respected' : undefined),
});
