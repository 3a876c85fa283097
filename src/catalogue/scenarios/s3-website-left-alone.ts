import { defineScenario } from '#catalogue/define-scenario.ts';
import { blocksOff, privateBucket } from './parts.ts';

export const s3WebsiteLeftAlone = defineScenario({
  id: 's3-website-left-alone',
  title: 'A website bucket loses its block: being public is its purpose, so a person is told and nothing is written',
  action: undefined,
  resource: 'AWS::S3::Bucket',
  ends: 'escalated',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await privateBucket(hands, name);
    await hands.do('s3', 'putBucketWebsite', { Bucket: name, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } });
    return name;
  },
  break: async (hands, bucket) => void (await hands.do('s3', 'deletePublicAccessBlock', { Bucket: bucket })),
  expect: async (hands, bucket) => ((await blocksOff(hands, bucket)) === undefined ? 'the block was put back on a website' : undefined),
});
