import { z } from 'zod';
import { Topic } from './topic.ts';
import { Webhook, WebhookName } from './webhook.ts';

const account = z.string().regex(/^\d{12}$/, 'an account id has 12 digits; put quotes around one that starts with 0');
const patterns = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const instant = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const dayMs = 24 * 60 * 60_000;

/** When something that lasts until then is over, epoch milliseconds: a date counts to its end (UTC), a time to the millisecond. */
export const endOf = (until: string): number => Date.parse(until) + (until.includes('T') ? 0 : dayMs);

/** What a rule is about: every named field must match; a list is an "or"; `*` and `?` are wildcards. Empty matches everything. */
export const Match = z.strictObject({
  account: patterns.optional(),
  region: patterns.optional(),
  resource: patterns.optional().describe('CloudFormation type, e.g. AWS::S3::Bucket'),
  id: patterns.optional().describe('the resource id, e.g. a bucket name'),
  arn: patterns.optional(),
  tag: z.record(z.string(), z.string()).optional(),
  environment: patterns.optional(),
  detection: patterns.optional(),
  action: patterns.optional(),
  actor: patterns.optional().describe('ARN of who caused it'),
});
export type Match = Readonly<z.infer<typeof Match>>;

export const Mode = z.enum(['autopilot', 'copilot', 'dry-run']);

const Rule = z
  .strictObject({ name: z.string().optional(), match: Match, mode: Mode.optional(), verdict: z.enum(['act', 'ask', 'leave']).optional() })
  .refine((rule) => rule.mode !== undefined || rule.verdict !== undefined, 'a rule says a mode or a verdict');

const Exception = z.strictObject({ match: Match, owner: z.string().min(1), reason: z.string().min(1), until: instant });

const Pipeline = z.strictObject({
  name: z.string().min(1),
  role: z.string().startsWith('arn:', 'the ARN of the role, as AWS attests it; * is a wildcard'),
  calls: z.array(z.string()).min(1).describe('service:Operation as in CloudTrail, e.g. s3:PutBucketPolicy; * is a wildcard'),
  resources: z.array(z.string()).min(1).describe('resource ids; * is a wildcard'),
});

const Freeze = z
  .strictObject({ name: z.string().min(1), from: instant, to: instant, match: Match.optional() })
  .refine(({ from, to }) => Date.parse(from) <= endOf(to), 'it ends before it begins');

/** `selfheal.yaml`. An empty file is valid; an unknown key is an error. */
export const Policy = z.strictObject({
  version: z.literal(1).default(1),
  mode: Mode.optional().describe('default: autopilot in the sandbox, dry-run on a real account'),
  accounts: z.record(account, z.strictObject({ name: z.string().optional(), environment: z.string().optional() })).default({}),
  regions: z.array(z.string()).default([]).describe('regions that sweep looks at; default: the home region'),
  limits: z
    .strictObject({
      monthlyUsd: z.number().min(0).default(20).describe('more than this a month, or once, is asked'),
      confidence: z.number().min(0).max(1).default(0.6).describe('less than this is asked'),
      risk: z.enum(['low', 'medium', 'high']).default('medium').describe('actions riskier than this are asked'),
    })
    .prefault({}),
  rules: z.array(Rule).default([]),
  exceptions: z.array(Exception).default([]),
  pipelines: z.array(Pipeline).default([]),
  guarded: z.array(z.string()).default([]).describe('ids of resources whose good state is recorded and brought back'),
  freezes: z.array(Freeze).default([]),
  approvers: z.array(z.string()).default([]).describe('who may answer; empty: anyone with access, except who caused it'),
  approvalMinutes: z.number().min(1).max(10_080).default(60).describe('a question nobody answered in this time ends expired'),
  actions: z
    .array(z.string().min(1))
    .default([])
    .describe('folders of your own actions, relative to this file; each is held to the contract of ours'),
  runbooks: z
    .array(z.string().min(1))
    .default([])
    .describe('folders of your own runbooks, relative to this file, or s3://bucket/prefix; what they forbid or require is asked'),
  topics: z.array(Topic).default([]).describe('SNS topics whose signed messages are taken in at /api/intake/sns'),
  webhooks: z.record(WebhookName, Webhook).default({}).describe('documents of any shape, taken in at /api/intake/webhook/<name>'),
});
export type Policy = Readonly<z.infer<typeof Policy>>;
