import { defineScenario } from '#catalogue/define-scenario.ts';

export const cloudtrailLoggingStopped = defineScenario({
  id: 'cloudtrail-logging-stopped',
  title: 'The logging of a trail is stopped by somebody new, and people are asked at once',
  action: undefined,
  resource: 'AWS::CloudTrail::Trail',
  ends: 'approval',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    const S3BucketName = `${name}-logs`;
    await hands.do('s3', 'createBucket', { Bucket: S3BucketName });
    await hands.do('cloudtrail', 'createTrail', { Name: name, S3BucketName, IsMultiRegionTrail: true });
    await hands.do('cloudtrail', 'startLogging', { Name: name });
    return name;
  },
  break: async (hands, Name) => void (await hands.do('cloudtrail', 'stopLogging', { Name })),
  async expect(hands, Name) {
    const { IsLogging } = await hands.do('cloudtrail', 'getTrailStatus', { Name });
    return IsLogging === true ? 'nobody was asked before it was started again' : undefined;
  },
});
