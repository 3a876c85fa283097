import { defineScenario } from '#catalogue/define-scenario.ts';
import { blocksOff, privateBucket } from './parts.ts';

export const s3KnownPipeline = defineScenario({
  id: 's3-known-pipeline',
  title: 'The deploy pipeline removes a block, as it is allowed to',
  action: undefined,
  resource: 'AWS::S3::Bucket',
  ends: 'logged',
  policy:
    'pipelines: [{ name: deploy, role: "arn:aws:iam::*:role/deploy-pipeline", calls: ["s3:*PublicAccessBlock"], resources: ["*pipeline*"] }]',
  exercised: { on: 'emulator' },
  setup: privateBucket,
  async break(hands, bucket) {
    const pipeline = await hands.as('deploy-pipeline', 'build-42');
    await pipeline.do('s3', 'deletePublicAccessBlock', { Bucket: bucket });
  },
  expect: async (hands, bucket) => ((await blocksOff(hands, bucket)) === undefined ? 'the pipeline was overruled' : undefined),
});
