import type { Contribution } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { isProduction } from './environment.ts';
import { confidences, weights } from './weights.ts';

const rounded = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;

/** The threat score in [0, 1] and what it is made of. A reported signal adds nothing for an actor: nobody attests to it. */
export function scoreOf(
  { severity, signal, class: kind, resource }: IncidentDocument,
  environment: string,
): { readonly score: number; readonly contributions: readonly Contribution[] } {
  const contributions: Contribution[] = [
    { name: 'severity', weight: weights.severity[severity], why: `the detection's severity is ${severity}` },
  ];
  const add = (name: string, weight: number, why: string): void => void contributions.push({ name, weight, why });
  const actor = signal.rank === 'attested' ? signal.actor : undefined;
  if (kind === 'tampering') add('tampering', weights.tampering, 'the detection looks for unauthorised change');
  if (actor !== undefined && actor.type !== 'AWSService') add('actor', weights.actor, `${actor.arn ?? actor.type} did it`);
  if (actor?.type === 'Root') add('root', weights.root, 'it was the root user');
  if (actor?.account !== undefined && actor.account !== resource.account)
    add('outsider', weights.outsider, `the identity belongs to account ${actor.account}`);
  if (actor?.mfa === false) add('without-mfa', weights.withoutMfa, 'the session was opened without multi-factor authentication');
  if (isProduction(environment)) add('production', weights.production, 'the resource is production');
  return { score: rounded(contributions.reduce((sum, { weight }) => sum + weight, 0)), contributions };
}

/** How sure we are that there is something to heal, before any model has spoken. */
export function confidenceOf(rank: 'attested' | 'reported', observedWrong: boolean): number {
  if (!observedWrong) return confidences.notObserved;
  return rank === 'attested' ? confidences.attestedAndWrong : confidences.reportedAndWrong;
}
