import { defineScenario } from '#catalogue/define-scenario.ts';
import { privateBucket } from './parts.ts';

export const s3AclPublic = defineScenario({
  id: 's3-acl-public',
  title: 'A bucket is opened to everyone by its ACL',
  action: 's3.make-acl-private',
  resource: 'AWS::S3::Bucket',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  setup: privateBucket,
  break: async (hands, bucket) => void (await hands.do('s3', 'putBucketAcl', { Bucket: bucket, ACL: 'public-read' })),
  async expect(hands, bucket) {
    const { Grants = [] } = await hands.do('s3', 'getBucketAcl', { Bucket: bucket });
    if (!Grants.some(({ Permission }) => Permission === 'FULL_CONTROL')) return 'the owner lost its grant';
    return Grants.some(({ Grantee }) => Grantee?.URI?.includes('/global/')) ? 'everyone is still granted' : undefined;
  },
});
