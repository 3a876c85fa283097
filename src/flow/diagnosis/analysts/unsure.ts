import type { Policy } from '#config/policy.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Findings } from './findings.ts';
import type { Ruled } from './rules.ts';

/** A score so near to where its verdict changes that one contribution more or less would change it. */
const nearBand = 0.05;

/** Why rules alone are not sure of an incident; nothing when they are. What is ordinary or healthy is never unsure: nothing will be done about it. */
export function unsureBecause(
  { action }: Pick<IncidentDocument, 'action'>,
  { class: kind, confidence, candidates }: Ruled,
  { sight, score }: Findings,
  { limits, bands }: Pick<Policy, 'limits' | 'bands'>,
): string | undefined {
  if (isSettled(kind, sight)) return undefined;
  if (action === undefined) return 'no action belongs to what was detected';
  if (confidence < limits.confidence) return `the confidence of the rules is ${confidence}`;
  if (candidates.length > 1) return `${candidates.length} actions would heal what was found`;
  const edges = kind === 'normal' ? [] : Object.values(bands[kind]);
  const band = edges.find((edge) => edge !== undefined && Math.abs(score - edge) < nearBand);
  return band === undefined ? undefined : `the threat score ${score} is close to ${band}`;
}

/** There is nothing to find out: it is ordinary by its class, or not wrong any more. */
export const isSettled = (kind: Ruled['class'], sight: Findings['sight']): boolean =>
  kind === 'normal' || sight?.seen === 'healthy' || sight?.seen === 'gone';
