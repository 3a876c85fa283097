import { z } from 'zod';
import { policyForm, statementsOf, withoutStatements, withStatements } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { canonical, type Json, type JsonObject } from '#domain/json.ts';
import { bucketTags, listBuckets, servesWebsite } from './bucket.ts';
import { bucketPolicy, putPolicy } from './bucket-policy.ts';

const sid = 'SelfhealRequireTls';
/** Bytes of a bucket policy at most (S3 user guide, "Bucket policies"). */
const most = 20 * 1024;

const State = z.object({ arn: z.string(), policy: z.string().optional(), website: z.boolean() });
type State = z.infer<typeof State>;

export const requireTls = defineAction({
  id: 's3.require-tls',
  title: 'Deny requests to a bucket that come without TLS',
  resource: 'AWS::S3::Bucket',
  heals: ['securityhub:S3.5', 'config:s3-bucket-ssl-requests-only'],
  params: z.object({ bucket: z.string().min(3) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ bucket: id }],
  list: listBuckets,
  tags: bucketTags,

  risk: { level: 'medium', blastRadius: 'programs that talk to the bucket over plain HTTP; the SDKs of AWS do not', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['s3:GetBucketPolicy', 's3:GetBucketWebsite', 's3:GetBucketTagging', 's3:ListAllMyBuckets'],
    write: ['s3:PutBucketPolicy'],
    undo: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
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
    const [policy, website] = await Promise.all([bucketPolicy(cloud, bucket), servesWebsite(cloud, bucket)]);
    return { arn: `arn:${cloud.site.partition}:s3:::${bucket}`, policy, website };
  },
  wrong: (state) => (requires(state) ? undefined : 'the policy of the bucket does not deny requests without TLS'),
  refuses(state) {
    if (state.website) return 'the bucket serves a website, and that endpoint of S3 has no TLS: a person decides';
    const size = Buffer.byteLength(required(state));
    return size > most
      ? `with one more statement the policy would have ${size} bytes, and AWS takes ${most}: a person makes room`
      : undefined;
  },
  fix: (state, { bucket }) => (requires(state) ? [] : [putPolicy(bucket, required(state))]),
  after: (state) => (requires(state) ? state : { ...state, policy: required(state) }),
  comparable: ({ arn, policy, website }) => ({ arn, policy: policyForm(policy), website }),
  undo: (before, now, { bucket }) =>
    requires(before) || policyForm(before.policy) === policyForm(now.policy) ? [] : [putPolicy(bucket, before.policy)],
});

const statement = (arn: string) => ({
  Sid: sid,
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [arn, `${arn}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** Does a statement of anyone's deny everyone everything without TLS, on the bucket and on its objects? */
const requires = ({ arn, policy }: State): boolean => statementsOf(policy).some(({ says }) => deniesPlain(says, arn));

function deniesPlain({ Effect, Principal, Action, Resource, Condition }: JsonObject, arn: string): boolean {
  const resources = textsOf(Resource);
  const covers = (wanted: string): boolean => resources.some((each) => each === '*' || each === wanted || each === `${arn}*`);
  return (
    Effect === 'Deny' &&
    ['"*"', '{"AWS":"*"}', '{"AWS":["*"]}'].includes(canonical(Principal ?? null)) &&
    textsOf(Action).some((each) => each === '*' || each.toLowerCase() === 's3:*') &&
    covers(arn) &&
    covers(`${arn}/*`) &&
    /^\{"bool":\{"aws:securetransport":\[?"?false"?\]?\}\}$/i.test(canonical(Condition ?? null))
  );
}

const textsOf = (value: Json | undefined): readonly string[] => (value === undefined ? [] : [value].flat().map(String));

/** The policy with our statement at its end; one that has our name and says something else makes room. */
function required({ arn, policy }: State): string {
  const others = policy === undefined ? undefined : withoutStatements(policy, ({ name }) => name === sid);
  return withStatements(others ?? '{"Version":"2012-10-17","Statement":[]}', [JSON.stringify(statement(arn))]);
}
