import { z } from 'zod';
import { Call } from './call.ts';
import { AnyJson } from './json.ts';

export const IncidentClass = z.enum(['failure', 'tampering', 'violation', 'normal']);
export type IncidentClass = z.infer<typeof IncidentClass>;

export const Verdict = z.enum(['act', 'ask', 'leave']);
export type Verdict = z.infer<typeof Verdict>;

/** One named part of a threat score, weight in [-1, 1]. */
export const Contribution = z.object({ name: z.string(), weight: z.number(), why: z.string() });
export type Contribution = Readonly<z.infer<typeof Contribution>>;

/** One thing the diagnosis rests on. `what` is a sentence for people; the whole item, redacted and bounded, is the blob. */
export const Evidence = z.object({
  /** `e1`, `e2` …: what claims cite. */
  id: z.string(),
  what: z.string(),
  /** Where it was read: `observed`, `cloudtrail LookupEvents`, `selfheal ledger`. */
  source: z.string(),
  /** Epoch milliseconds that it speaks of. */
  at: z.int(),
  /** What collected it: `event`, `configuration`, `actor-calls`, `metrics`, `logs`, `changes`, `health`, `dependencies`, `similar`. */
  kind: z.string().optional(),
  /** Blob of the item itself. */
  blob: z.string().optional(),
  /** True when the item was longer than its limit. */
  cut: z.boolean().optional(),
});
export type Evidence = Readonly<z.infer<typeof Evidence>>;

/** Something that would have been looked at and could not be read. */
export const Gap = z.object({ kind: z.string(), source: z.string(), because: z.string() });
export type Gap = Readonly<z.infer<typeof Gap>>;

/** A statement, the evidence or runbook passages that it rests on, and words that stand in one of them. */
export const Claim = z.object({ text: z.string(), evidence: z.array(z.string()), quote: z.string().optional() });
export type Claim = Readonly<z.infer<typeof Claim>>;

/** What a model said after the rules had spoken; it can only add caution. Money in USD. */
export const Analysis = z.object({
  /** `bedrock:<model id>`. */
  model: z.string(),
  /** `answered`, or how it failed: rules alone stand then, and `because` says why. */
  outcome: z.enum(['answered', 'cached', 'over-budget', 'refused', 'timed-out', 'unreadable', 'failed']),
  because: z.string().optional(),
  class: IncidentClass.optional(),
  cause: z.string().optional(),
  /** Id of one of the candidates that were offered; `none` when it wants none of them. */
  candidate: z.string().optional(),
  confidence: z.number().optional(),
  /** How often answers of this confidence turned out right, once enough outcomes are known. */
  calibrated: z.number().optional(),
  /** The outcomes that this rests on: of so many answers of this confidence so many turned out right. */
  outcomes: z.object({ right: z.int(), of: z.int() }).optional(),
  claims: z.array(Claim).optional(),
  /** Claims that cited evidence which does not exist or does not say so; they are left out. */
  struck: z.int().optional(),
  inputTokens: z.int().optional(),
  outputTokens: z.int().optional(),
  usd: z.number().optional(),
  milliseconds: z.number().optional(),
});
export type Analysis = Readonly<z.infer<typeof Analysis>>;

export const Tags = z.record(z.string(), z.string());
export type Tags = Readonly<Record<string, string>>;

/** What happened, why, how bad, and whether it is still true. Scores and confidence are in [0, 1], two decimals. */
export const Diagnosis = z.object({
  class: IncidentClass,
  score: z.number(),
  contributions: z.array(Contribution),
  confidence: z.number(),
  cause: z.string(),
  evidence: z.array(Evidence),
  /** What could not be read. */
  gaps: z.array(Gap).optional(),
  /** Actions that could heal what is wrong here, the rules' own choice first. */
  candidates: z.array(z.object({ id: z.string(), action: z.string(), why: z.string() })).optional(),
  analysis: Analysis.optional(),
  /** `none`: no action looks at this condition, so nothing could be observed. */
  observed: z.enum(['wrong', 'healthy', 'unreadable', 'none']),
  /** Why the observed state is wrong, in the action's words. */
  wrong: z.string().optional(),
  /** Blob of the observed state. */
  state: z.string().optional(),
  /** The resource's tags; absent when they could not be read. */
  tags: Tags.optional(),
  tagsError: z.string().optional(),
});
export type Diagnosis = Readonly<z.infer<typeof Diagnosis>>;

/** Where a price is from, and its day. `about`: the table knows the region's prices only by their usual distance from us-east-1's. */
export const PriceOrigin = z.object({ source: z.enum(['price-list', 'table']), date: z.string(), about: z.boolean().optional() });
export type PriceOrigin = Readonly<z.infer<typeof PriceOrigin>>;

export const CostItem = z.object({
  what: z.string(),
  unit: z.string(),
  /** Absent when nobody can tell beforehand: then the price is not known either. */
  quantity: z.number().optional(),
  per: z.enum(['month', 'once']),
  /** What it takes the place of: `usd` is the difference then. */
  instead: z.object({ unit: z.string(), quantity: z.number() }).optional(),
  usd: z.number().optional(),
  from: PriceOrigin.optional(),
  /** Why its price is not known. */
  because: z.string().optional(),
});
export type CostItem = Readonly<z.infer<typeof CostItem>>;

/** Money, USD, expected before the fix; `known: false` when a price is missing. */
export const Cost = z.object({ known: z.boolean(), monthlyUsd: z.number(), onceUsd: z.number(), items: z.array(CostItem) });
export type Cost = Readonly<z.infer<typeof Cost>>;

/** The exact calls, round by round, as predicted from the state that was observed; `hash` binds an approval to them. */
export const Plan = z.object({
  action: z.string(),
  params: AnyJson,
  rounds: z.array(z.array(Call)),
  /** Blobs: the state it was made from, and the state it should leave. */
  from: z.string(),
  predicted: z.string(),
  cost: Cost,
  undo: z.enum(['undo', 'nothing-to-undo', 'irreversible']),
  hash: z.string(),
});
export type Plan = Readonly<z.infer<typeof Plan>>;

/** One rule that spoke, what it asked for and why; `where` is its line in the policy file. */
export const Reason = z.object({ rule: z.string(), verdict: Verdict, because: z.string(), where: z.string().optional() });
export type Reason = Readonly<z.infer<typeof Reason>>;

export const Mode = z.enum(['autopilot', 'copilot', 'dry-run']);
export type Mode = z.infer<typeof Mode>;

export const Decision = z.object({ verdict: Verdict, mode: Mode, because: z.string(), reasons: z.array(Reason) });
export type Decision = Readonly<z.infer<typeof Decision>>;

/** A yes to one plan, by policy or by people: `by` said the last one, `with` those before. */
export const Approval = z.object({
  by: z.string(),
  channel: z.string(),
  at: z.int(),
  planHash: z.string(),
  with: z.array(z.string()).optional(),
});
export type Approval = Readonly<z.infer<typeof Approval>>;

/** What was there before the first write: a sealed blob. */
export const Before = z.object({ state: z.string(), at: z.int() });
export type Before = Readonly<z.infer<typeof Before>>;

/** One write: its AWS request id, or why we do not know how it ended. */
export const SentCall = z.object({
  intent: z.string(),
  service: z.string(),
  operation: z.string(),
  /** sha256 of the call's canonical form, to know it again. */
  call: z.string(),
  at: z.int(),
  outcome: z.enum(['done', 'refused', 'unknown']),
  requestId: z.string().optional(),
  error: z.string().optional(),
});
export type SentCall = Readonly<z.infer<typeof SentCall>>;

export const Remediation = z.object({ round: z.int(), calls: z.array(SentCall), because: z.string() });
export type Remediation = Readonly<z.infer<typeof Remediation>>;

export const Verification = z.object({
  result: z.enum(['healed', 'not-healed', 'collateral', 'unknown']),
  because: z.string(),
  reads: z.int(),
  at: z.int(),
  state: z.string().optional(),
});
export type Verification = Readonly<z.infer<typeof Verification>>;

export const Rollback = z.object({ by: z.string(), because: z.string(), calls: z.array(SentCall), restored: z.boolean() });
export type Rollback = Readonly<z.infer<typeof Rollback>>;

/** A person's word on an approval, kept until the approval stage reads it. */
export const Answer = z.object({
  answer: z.enum(['approve', 'reject']),
  by: z.string(),
  channel: z.string(),
  at: z.int(),
  planHash: z.string(),
  reason: z.string().optional(),
  /** Whose account said it, where `by` is only what they called themselves. */
  through: z.string().optional(),
});
export type Answer = Readonly<z.infer<typeof Answer>>;

/** Everything a stage may find out; the lifecycle table says which stage needs which. */
export const Facts = z.object({
  diagnosis: Diagnosis,
  plan: Plan,
  decision: Decision,
  approval: Approval,
  before: Before,
  remediation: Remediation,
  verification: Verification,
  rollback: Rollback,
});
export type Facts = Readonly<z.infer<typeof Facts>>;
