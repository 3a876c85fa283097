import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { bucketTags, listBuckets } from './bucket.ts';
import { bucketPolicy } from './bucket-policy.ts';
import { deliverer, takesLog } from './log-delivery.ts';

/** How ACLs call who delivers access logs (S3 user guide, "Permissions for log delivery"). */
const group = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

const State = z.object({
  /** Where the log goes now. */
  log: z.object({ bucket: z.string(), prefix: z.string() }).optional(),
  /** Can the log bucket take it? */
  target: z.enum(['ready', 'missing', 'closed']),
});
type State = z.infer<typeof State>;
const Params = z.object({ bucket: z.string().min(3), target: z.string().min(3) });
type Params = z.infer<typeof Params>;

export const enableLogging = defineAction({
  id: 's3.enable-logging',
  title: "Write the access log of a bucket to the account's log bucket",
  resource: 'AWS::S3::Bucket',
  heals: ['securityhub:CloudTrail.7', 'securityhub:S3.9', 'config:s3-bucket-logging-enabled'],
  params: Params,
  condition: [],
  state: State,
  from: ({ id, account, region }) => [{ bucket: id, target: `access-logs-${account}-${region}` }],
  list: listBuckets,
  tags: bucketTags,

  risk: {
    level: 'low',
    blastRadius: 'the log bucket, which takes one line for each request from now on and is billed for it',
    outage: 'none',
  },
  /** One line for each request: how many come nobody knows before, and few buckets get a gigabyte of lines. */
  cost: (state, params) =>
    isLogged(state, params) ? [] : [{ what: 'the access log, taken as 1 GB a month', unit: 's3:standard-gb', quantity: 1, per: 'month' }],
  permissions: {
    read: ['s3:GetBucketLogging', 's3:GetBucketPolicy', 's3:GetBucketAcl', 's3:GetBucketTagging', 's3:ListAllMyBuckets'],
    write: ['s3:PutBucketLogging'],
    undo: ['s3:PutBucketLogging'],
    dependent: [],
    on: ['arn:{partition}:s3:::{bucket}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, params) {
    const [{ LoggingEnabled: log }, taking] = await Promise.all([
      cloud.read('s3', 'getBucketLogging', { Bucket: params.bucket }),
      readiness(cloud, params),
    ]);
    return State.parse({
      target: taking,
      ...(log === undefined ? {} : { log: { bucket: log.TargetBucket, prefix: log.TargetPrefix ?? '' } }),
    });
  },
  wrong: (state, params) => (isLogged(state, params) ? undefined : 'nobody logs who reads and writes the bucket'),
  refuses({ target }, params) {
    if (target === 'missing') return `there is no bucket ${params.target} to write the log to: a person makes it, or names another one`;
    return target === 'closed'
      ? `neither policy nor ACL of ${params.target} lets ${deliverer} write its log there: a person opens it`
      : undefined;
  },
  fix: (state, params) =>
    isLogged(state, params)
      ? []
      : [call('s3', 'putBucketLogging', { Bucket: params.bucket, BucketLoggingStatus: { LoggingEnabled: towards(params) } })],
  after: (state, params) =>
    isLogged(state, params) ? state : { ...state, log: { bucket: params.target, prefix: towards(params).TargetPrefix } },
  comparable: ({ log }) => log ?? null,
  undo: (before, now, { bucket }) =>
    before.log === undefined && now.log !== undefined ? [call('s3', 'putBucketLogging', { Bucket: bucket, BucketLoggingStatus: {} })] : [],
});

/** The log bucket logs nothing: every line about it would be one more request. */
const isLogged = ({ log }: State, { bucket, target }: Params): boolean => log !== undefined || bucket === target;

const towards = ({ bucket, target }: Params) => ({ TargetBucket: target, TargetPrefix: `${bucket}/` });

async function readiness(cloud: Reader, params: Params): Promise<State['target']> {
  const { target } = params;
  const acl = await cloud.find('s3', 'getBucketAcl', { Bucket: target }, ['NoSuchBucket', 'NotFound']);
  if (acl === undefined) return 'missing';
  const may = (acl.Grants ?? []).filter(({ Grantee }) => Grantee?.URI === group).map(({ Permission }) => Permission);
  if (may.includes('FULL_CONTROL') || (may.includes('WRITE') && may.includes('READ_ACP'))) return 'ready';
  const delivery = { ...cloud.site, ...params, prefix: towards(params).TargetPrefix };
  return takesLog(await bucketPolicy(cloud, target), delivery) ? 'ready' : 'closed';
}
