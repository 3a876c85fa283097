import { z } from 'zod';
import { Address, Approvers, Asking, People, SlackApp } from './approvers.ts';
import { Bands } from './bands.ts';
import { Channels } from './channels.ts';
import { containFirst } from './contain-first.ts';
import { EvidencePolicy } from './evidence.ts';
import { KnowledgeBases } from './knowledge-bases.ts';
import { Match } from './match.ts';
import { ModelPolicy } from './model.ts';
import { PriceSource } from './prices.ts';
import { PerHour, Rate } from './rates.ts';
import { Topic } from './topic.ts';
import { Webhook, WebhookName } from './webhook.ts';
import { ChangeWindow } from './windows.ts';

export { Match };

const account = z.string().regex(/^\d{12}$/, 'an account id has 12 digits; put quotes around one that starts with 0');
const instant = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const dayMs = 24 * 60 * 60_000;

/** When something that lasts until then is over, epoch milliseconds: a date counts to its end (UTC), a time to the millisecond. */
export const endOf = (until: string): number => Date.parse(until) + (until.includes('T') ? 0 : dayMs);

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
      perHour: PerHour.prefault({}).describe('incidents that write in an hour without a person; one more is asked'),
    })
    .prefault({}),
  bands: Bands.prefault({}).describe('threat scores from which a class is logged, acted on and asked'),
  rates: z.array(Rate).max(16).default([]).describe('limits besides limits.perHour: for what a match names, or for other times'),
  rules: z.array(Rule).default([]),
  exceptions: z.array(Exception).default([]),
  containFirst: z
    .array(containFirst(instant))
    .default([])
    .describe('where tampering is contained before people answer, if the action can be undone without an outage'),
  pipelines: z.array(Pipeline).default([]),
  guarded: z.array(z.string()).default([]).describe('ids of resources whose good state is recorded and brought back'),
  freezes: z.array(Freeze).default([]),
  windows: z.array(ChangeWindow).default([]).describe('when changes may be made; outside of any that matches is asked'),
  approvers: Approvers.default([]).describe('who may answer; empty: anyone with access, except who caused it'),
  people: People.default([]).describe('who people are in Slack, by e-mail and in AWS'),
  approval: Asking.prefault({}),
  slack: SlackApp.optional(),
  url: Address.optional().describe('where people reach this engine: links of e-mails begin with it; none without'),
  actions: z
    .array(z.string().min(1))
    .default([])
    .describe('folders of your own actions, relative to this file; each is held to the contract of ours'),
  runbooks: z
    .array(z.string().min(1))
    .default([])
    .describe('folders of your own runbooks, relative to this file, or s3://bucket/prefix; what they forbid or require is asked'),
  knowledgeBases: KnowledgeBases.default([]).describe('knowledge bases of Amazon Bedrock that are searched beside the runbooks'),
  topics: z.array(Topic).default([]).describe('SNS topics whose signed messages are taken in at /api/intake/sns'),
  evidence: EvidencePolicy.prefault({}),
  webhooks: z.record(WebhookName, Webhook).default({}).describe('documents of any shape, taken in at /api/intake/webhook/<name>'),
  prices: PriceSource.prefault({}).describe('where the prices of fixes come from'),
  model: ModelPolicy.optional().describe('a language model that is asked after the rules; without one the rules decide alone'),
  channels: Channels.default({}).describe('how people and programs are told; none: the terminal of selfheal up'),
});
export type Policy = Readonly<z.infer<typeof Policy>>;
