import { defineScenario } from '#catalogue/define-scenario.ts';

const partner = (bucket: string) => ({
  Sid: 'partner',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::210987654321:root' },
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::${bucket}/*`,
});

export const s3PolicyOpened = defineScenario({
  id: 's3-policy-opened',
  title: 'A bucket that a partner reads is opened to everyone by its policy',
  action: 's3.remove-public-statement',
  resource: 'AWS::S3::Bucket',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await hands.do('s3', 'createBucket', { Bucket: name });
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [partner(name)] });
    await hands.do('s3', 'putBucketPolicy', { Bucket: name, Policy });
    return name;
  },
  async break(hands, bucket) {
    const open = { ...partner(bucket), Sid: 'open', Principal: '*' };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [open, partner(bucket)] });
    await hands.do('s3', 'putBucketPolicy', { Bucket: bucket, Policy });
  },
  async expect(hands, bucket) {
    const { Policy = '{}' } = await hands.do('s3', 'getBucketPolicy', { Bucket: bucket });
    const { Statement = [] }: { readonly Statement?: readonly unknown[] } = JSON.parse(Policy);
    if (Policy.includes('"*"')) return 'everyone is still let in';
    return JSON.stringify(Statement) === JSON.stringify([partner(bucket)]) ? undefined : 'the partner is no longer let in as before';
  },
});
