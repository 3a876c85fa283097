import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { bucketTags, listBuckets } from './bucket.ts';

const State = z.object({
  /** Absent: it never had versions. */
  status: z.enum(['Enabled', 'Suspended']).optional(),
  mfaDelete: z.boolean(),
});

export const enableVersioning = defineAction({
  id: 's3.enable-versioning',
  title: 'Keep the versions of the objects of a bucket',
  resource: 'AWS::S3::Bucket',
  heals: ['securityhub:S3.14', 'config:s3-bucket-versioning-enabled'],
  params: z.object({ bucket: z.string().min(3) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ bucket: id }],
  list: listBuckets,
  tags: bucketTags,

  risk: {
    level: 'low',
    blastRadius:
      'objects that are overwritten or deleted from now on: their old versions stay, and are billed until a lifecycle rule ends them',
    outage: 'none',
  },
  /** What will be overwritten nobody knows before. */
  cost: ({ status }) =>
    status === 'Enabled' ? [] : [{ what: 'old versions, taken as 10 GB', unit: 's3:standard-gb', quantity: 10, per: 'month' }],
  permissions: {
    read: ['s3:GetBucketVersioning', 's3:GetBucketTagging', 's3:ListAllMyBuckets'],
    write: ['s3:PutBucketVersioning'],
    undo: ['s3:PutBucketVersioning'],
    dependent: [],
    on: ['arn:{partition}:s3:::{bucket}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { bucket }) {
    const { Status, MFADelete } = await cloud.read('s3', 'getBucketVersioning', { Bucket: bucket });
    return State.parse({ status: Status, mfaDelete: MFADelete === 'Enabled' });
  },
  wrong({ status }) {
    if (status === 'Enabled') return undefined;
    return status === undefined ? 'the bucket keeps no versions' : 'the bucket keeps no new versions: versioning is suspended';
  },
  refuses: ({ mfaDelete }) => (mfaDelete ? 'MFA delete is on: only the root user, with its device, changes the versioning' : undefined),
  fix: ({ status }, { bucket }) =>
    status === 'Enabled' ? [] : [call('s3', 'putBucketVersioning', { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })],
  after: (state) => ({ ...state, status: 'Enabled' as const }),
  /** A bucket that had versions can only be suspended again, never be without: both keep no new versions. */
  comparable: ({ status, mfaDelete }) => ({ keepsVersions: status === 'Enabled', mfaDelete }),
  undo: (before, now, { bucket }) =>
    before.status !== 'Enabled' && now.status === 'Enabled'
      ? [call('s3', 'putBucketVersioning', { Bucket: bucket, VersioningConfiguration: { Status: 'Suspended' } })]
      : [],
});
