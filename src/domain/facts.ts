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

/** One thing the diagnosis rests on. */
export const Evidence = z.object({ id: z.string(), what: z.string(), source: z.string(), at: z.int() });
export type Evidence = Readonly<z.infer<typeof Evidence>>;

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

/** Money, USD. `known: false` when a price is missing. */
export const Cost = z.object({
  known: z.boolean(),
  monthlyUsd: z.number(),
  onceUsd: z.number(),
  items: z.array(
    z.object({ what: z.string(), unit: z.string(), quantity: z.number(), per: z.enum(['month', 'once']), usd: z.number().optional() }),
  ),
});
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

/** A yes to one plan, by policy or by a person. */
export const Approval = z.object({ by: z.string(), channel: z.string(), at: z.int(), planHash: z.string() });
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
