import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { canonical } from '#domain/json.ts';
import { call } from '#ports/cloud.ts';
import { bucketTags, listBuckets, servesWebsite } from './bucket.ts';

/** The two groups that mean "anyone" (docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html); log delivery is not one of them. */
const everyone = ['http://acs.amazonaws.com/groups/global/AllUsers', 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers'];

const Grant = z.object({
  Grantee: z.object({
    Type: z.enum(['CanonicalUser', 'AmazonCustomerByEmail', 'Group']),
    ID: z.string().optional(),
    URI: z.string().optional(),
    EmailAddress: z.string().optional(),
  }),
  Permission: z.enum(['FULL_CONTROL', 'READ', 'READ_ACP', 'WRITE', 'WRITE_ACP']),
});
type Grant = z.infer<typeof Grant>;
const State = z.object({ owner: z.string(), grants: z.array(Grant), website: z.boolean(), disabled: z.boolean() });
type State = z.infer<typeof State>;

export const makeAclPrivate = defineAction({
  id: 's3.make-acl-private',
  title: 'Remove the grants to everyone from the ACL of a bucket',
  resource: 'AWS::S3::Bucket',
  heals: [],
  params: z.object({ bucket: z.string().min(3) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ bucket: id }],
  list: listBuckets,
  tags: bucketTags,

  risk: { level: 'low', blastRadius: 'anonymous readers and writers, and any AWS account that relies on the grant', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['s3:GetBucketAcl', 's3:GetBucketOwnershipControls', 's3:GetBucketWebsite', 's3:GetBucketTagging', 's3:ListAllMyBuckets'],
    write: ['s3:PutBucketAcl'],
    undo: ['s3:PutBucketAcl'],
    dependent: [],
    on: ['arn:{partition}:s3:::{bucket}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { bucket }) {
    const [acl, ownership, website] = await Promise.all([
      cloud.read('s3', 'getBucketAcl', { Bucket: bucket }),
      cloud.find('s3', 'getBucketOwnershipControls', { Bucket: bucket }, ['OwnershipControlsNotFoundError']),
      servesWebsite(cloud, bucket),
    ]);
    const rules = ownership?.OwnershipControls?.Rules ?? [];
    return State.parse({
      owner: acl.Owner?.ID,
      grants: acl.Grants ?? [],
      website,
      disabled: rules.some(({ ObjectOwnership }) => ObjectOwnership === 'BucketOwnerEnforced'),
    });
  },
  wrong(state) {
    const open = publicGrants(state).map(({ Grantee, Permission }) => `${Grantee.URI?.split('/').at(-1)} has ${Permission}`);
    return open.length === 0 ? undefined : open.join(', ');
  },
  refuses: ({ website }) => (website ? 'the bucket serves a website: being public may be its purpose, so a person decides' : undefined),
  fix: (state, { bucket }) => (publicGrants(state).length === 0 ? [] : [put(bucket, state.owner, closed(state))]),
  after: (state) => (publicGrants(state).length === 0 ? state : { ...state, grants: closed(state) }),
  comparable: (state) => state,
  undo: (before, now, { bucket }) => (canonical(before.grants) === canonical(now.grants) ? [] : [put(bucket, before.owner, before.grants)]),
});

const isPublic = ({ Grantee }: Grant): boolean => Grantee.URI !== undefined && everyone.includes(Grantee.URI);
/** With ACLs disabled (BucketOwnerEnforced) grants have no effect and cannot be written. */
const publicGrants = ({ grants, disabled }: State): Grant[] => (disabled ? [] : grants.filter(isPublic));
const closed = ({ grants }: State): Grant[] => grants.filter((grant) => !isPublic(grant));

const put = (bucket: string, owner: string, grants: readonly Grant[]): Call =>
  call('s3', 'putBucketAcl', { Bucket: bucket, AccessControlPolicy: { Owner: { ID: owner }, Grants: [...grants] } });
