import type { Call } from '#domain/call.ts';
import type { Question } from '#domain/question.ts';
import { heardOf, questionOf } from '#domain/question.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { IncidentDetail } from './incident-view.ts';
import type { StateChange } from './state-changes.ts';

/** Everything that a yes or no needs, in the order in which one asks; secrets are masked. */
export interface QuestionView {
  /** What is wrong with which resource. */
  readonly what: string;
  readonly where: string;
  /** Who caused it, as AWS attests. */
  readonly who: string;
  /** What is thought to have happened, and why it is asked and not just done. */
  readonly cause: string | undefined;
  readonly asked: string;
  /** What the diagnosis rests on. */
  readonly evidence: readonly string[];
  /** The exact calls. */
  readonly calls: readonly Call[];
  /** What they change: before and after. */
  readonly changes: readonly StateChange[];
  readonly cost: string;
  readonly risk: string;
  readonly undo: string;
  /** What is different since the question before it. */
  readonly changed: readonly string[];
  /** Who said yes already, and whose yes it still takes. */
  readonly yes: readonly string[];
  readonly wants: string;
}

/** The question that an incident asks; nothing when it asks none. */
export function questionView(detail: IncidentDetail): QuestionView | undefined {
  const { plan, decision, diagnosis, resource, summary, changes, signal, cost } = detail;
  if (!summary.waiting || plan === undefined) return undefined;
  const question = questionOf(detail);
  const from = signal.actor?.sourceIp === undefined ? '' : ` from ${signal.actor.sourceIp}`;
  return {
    what: `${detail.title}${summary.wrong === null ? '' : `: ${summary.wrong}`}`,
    where: `${resource.type} ${resource.id}, account ${resource.account}, ${resource.region}`,
    who: `${summary.actor ?? 'nobody is named'}${from}`,
    cause: diagnosis?.cause,
    asked: decision?.because ?? detail.why,
    evidence: (diagnosis?.evidence ?? []).map(({ what, source }) => `${what} (${source})`),
    calls: plan.rounds.flat().map(({ service, operation, input }) => ({ service, operation, input: redacted(input) })),
    changes,
    cost: cost ?? 'not known',
    risk: riskWords(question?.risk),
    undo: undoWords[plan.undo],
    changed: question?.changed ?? [],
    yes: (heardOf(detail)?.yes ?? []).map(({ by, channel }) => `${by} (${channel})`),
    wants: summary.wants ?? 'anyone with access, except who caused it',
  };
}

/** What may go wrong when it is done, in words. */
export const riskWords = (risk: Question['risk']): string =>
  risk === undefined ? 'not known' : `${risk.level}, ${outages[risk.outage]}; touches ${risk.blastRadius}`;

const outages = { none: 'no outage', brief: 'a brief outage', possible: 'an outage is possible' } as const;
const undoWords = { undo: 'can be rolled back', 'nothing-to-undo': 'there is nothing to undo', irreversible: 'cannot be undone' } as const;
