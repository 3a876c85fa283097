import type { Evidence, IncidentClass } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Findings } from './findings.ts';
import { harmless } from './harmless.ts';

/** What explains an incident of a class best, besides what happened and what is wrong: kinds of evidence, the best first. */
const explains: Record<IncidentClass, readonly string[]> = {
  failure: ['logs', 'changes', 'health', 'metrics', 'dependencies', 'similar'],
  tampering: ['actor-calls', 'changes', 'similar', 'configuration'],
  violation: ['configuration', 'changes', 'similar', 'actor-calls'],
  normal: [],
};
const mostExplanations = 2;
const longestExplanation = 200;

/** The root cause in words: who did what, what is wrong since, and what explains it; each part with the evidence that it rests on. */
export function causeOf({ signal, title, class: kind }: IncidentDocument, { sight, evidence, pipeline }: Findings): string {
  const who = signal.actor?.arn ?? signal.actor?.type;
  const from = signal.actor?.sourceIp === undefined ? '' : ` from ${signal.actor.sourceIp}`;
  const what = signal.operation ?? signal.title;
  const attested = signal.rank === 'attested' ? '' : ' (reported, not attested by AWS)';
  const deed = who === undefined ? `${what}${attested}` : `${who} called ${what}${from}${attested}`;
  const known = pipeline === undefined ? '' : ` It is the known pipeline ${pipeline}.`;
  const event = cited(evidence.find((item) => item.kind === 'event'));
  const seen = cited(evidence.find(({ source }) => source === 'observed'));
  const found =
    sight?.seen === 'wrong' ? `: ${sight.wrong}${seen}.` : sight?.seen === 'healthy' ? `, but the condition is not there${seen}.` : '.';
  const why = sight?.seen === 'healthy' || pipeline !== undefined ? [] : explanations(kind, evidence);
  return [`${title}. ${deed} at ${new Date(signal.at).toISOString()}${event}${found}${known}`, ...why].join(' ');
}

/** What was found, and not what was looked for in vain: that has no item. */
function explanations(kind: IncidentClass, evidence: readonly Evidence[]): readonly string[] {
  const telling = evidence.filter(({ source, blob }) => source !== 'observed' && blob !== undefined);
  return explains[kind]
    .flatMap((wanted) => telling.find((item) => item.kind === wanted) ?? [])
    .slice(0, mostExplanations)
    .map((item) => `${harmless(item.what, longestExplanation).replace(/\.$/, '')}${cited(item)}.`);
}

const cited = (item: Evidence | undefined): string => (item === undefined ? '' : ` [${item.id}]`);
