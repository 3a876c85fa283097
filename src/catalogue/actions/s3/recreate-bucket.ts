import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { bucketTags, listBuckets } from './bucket.ts';
import { Bucket, lacking, put, readBucket } from './bucket-settings.ts';

/** Tells a bucket that Selfheal made again from one that somebody else did. */
const marker = 'selfheal:recreated';

const State = z.object({
  region: z.string(),
  ...Bucket.partial().shape,
  /** The bucket as it was last recorded, before it was deleted. */
  recorded: Bucket.optional(),
});
type State = z.infer<typeof State>;
/** Was the bucket deleted? Settings that somebody changes on a bucket that was never away are theirs. */
const Params = z.object({ bucket: z.string().min(3), deleted: z.boolean() });
type Params = z.infer<typeof Params>;

export const recreateBucket = defineAction({
  id: 's3.recreate-bucket',
  title: 'Make a deleted bucket again, empty, with its settings',
  resource: 'AWS::S3::Bucket',
  heals: [],
  params: Params,
  condition: ['deleted'],
  state: State,
  from: ({ id }) => [{ bucket: id, deleted: false }],
  list: listBuckets,
  tags: bucketTags,

  risk: {
    level: 'high',
    blastRadius: 'programs that use the bucket: they find it again, but none of its objects, which nobody can bring back',
    outage: 'none',
  },
  cost: () => [],
  permissions: {
    read: [
      's3:GetBucketVersioning',
      's3:GetBucketOwnershipControls',
      's3:GetBucketPublicAccessBlock',
      's3:GetEncryptionConfiguration',
      's3:GetLifecycleConfiguration',
      's3:GetBucketLogging',
      's3:GetBucketPolicy',
      's3:GetBucketTagging',
      's3:ListAllMyBuckets',
    ],
    write: [
      's3:CreateBucket',
      's3:PutBucketTagging',
      's3:PutBucketOwnershipControls',
      's3:PutBucketPublicAccessBlock',
      's3:PutEncryptionConfiguration',
      's3:PutBucketVersioning',
      's3:PutLifecycleConfiguration',
      's3:PutBucketLogging',
      's3:PutBucketPolicy',
    ],
    undo: ['s3:DeleteBucket'],
    dependent: [],
    on: ['arn:{partition}:s3:::{bucket}'],
  },
  repeat: 'safe',
  rounds: 2,
  settles: '5m',
  keeps: 'safer',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { bucket }) {
    const [found, recorded] = await Promise.all([
      readBucket(cloud, bucket),
      recordOf(cloud, { type: 'AWS::S3::Bucket', id: bucket }, Bucket),
    ]);
    return { region: cloud.site.region, ...found, recorded };
  },
  wrong(state, params) {
    if (state.settings === undefined)
      return state.recorded === undefined ? 'the bucket is gone, and its settings were never recorded' : 'the bucket is gone';
    const lost = lostOf(state, params);
    return lost.length === 0 ? undefined : `the bucket that was made again lacks ${lost.join(', ')}`;
  },
  refuses: ({ settings, recorded }) =>
    settings === undefined && recorded === undefined ? 'nobody knows how it was set up: a person makes it again' : undefined,
  fix(state, params) {
    const { settings, recorded } = state;
    if (recorded === undefined) return [];
    if (settings === undefined) return [create(state, params)];
    return lostOf(state, params).map((name) =>
      name === 'tags' ? putTags(params.bucket, recorded.tags) : put(params.bucket, name, recorded.settings[name]),
    );
  },
  after(state, params): State {
    const { settings, tags, recorded } = state;
    if (recorded === undefined) return state;
    if (settings === undefined) return { ...state, settings: {}, tags: {} };
    if (lostOf(state, params).length === 0) return state;
    return { ...state, settings: { ...settings, ...recorded.settings }, tags: { ...tags, ...own(recorded.tags), [marker]: 'true' } };
  },
  comparable: (state) => ({ there: state.settings !== undefined, lost: lostOf(state, { bucket: '', deleted: true }) }),
  /** AWS refuses it once objects are in the bucket. */
  undo: (before, now, { bucket }) =>
    before.settings === undefined && now.settings !== undefined
      ? [{ service: 's3', operation: 'deleteBucket', input: { Bucket: bucket } }]
      : [],
});

/** What a bucket lacks that we made again, or that is as bare as one just made, but for tags that it had; the mark comes first. */
function lostOf({ settings, tags = {}, recorded }: State, { deleted }: Params): ('tags' | keyof NonNullable<State['settings']>)[] {
  if (!deleted || settings === undefined || recorded === undefined) return [];
  const isMarked = tags[marker] !== undefined;
  const { policy, versioning, lifecycle, logging } = settings;
  const isBare =
    [policy, versioning, lifecycle, logging].every((each) => each === undefined) &&
    Object.entries(tags).every(([key, value]) => recorded.tags[key] === value);
  if (!isMarked && !isBare) return [];
  const lost = lacking(settings, recorded.settings);
  const isTagged = Object.entries(own(recorded.tags)).every(([key, value]) => tags[key] === value);
  return isTagged && (isMarked || lost.length === 0) ? [...lost] : ['tags', ...lost];
}

/** Tags that people set: those of AWS itself cannot be written. */
const own = (tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));

function putTags(bucket: string, tags: Readonly<Record<string, string>>): Call {
  const TagSet = Object.entries({ ...own(tags), [marker]: 'true' }).map(([Key, Value]) => ({ Key, Value }));
  return { service: 's3', operation: 'putBucketTagging', input: { Bucket: bucket, Tagging: { TagSet } } };
}

/** The oldest region is the one that a bucket is in when none is named (API reference of CreateBucket). */
const create = ({ region }: State, { bucket }: Params): Call => ({
  service: 's3',
  operation: 'createBucket',
  input: { Bucket: bucket, ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } }) },
});
