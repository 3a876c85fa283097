import { defineScenario } from '#catalogue/define-scenario.ts';
import { blocksOff, privateBucket } from './parts.ts';

export const s3ProductionAsked = defineScenario({
  id: 's3-production-asked',
  title: 'A production bucket loses its block: a person is asked and nothing is written before',
  action: undefined,
  resource: 'AWS::S3::Bucket',
  ends: 'approval',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: (hands, name) => privateBucket(hands, name, { environment: 'production' }),
  break: async (hands, bucket) => void (await hands.do('s3', 'deletePublicAccessBlock', { Bucket: bucket })),
  expect: async (hands, bucket) => ((await blocksOff(hands, bucket)) === undefined ? 'it was healed without an answer' : undefined),
});
