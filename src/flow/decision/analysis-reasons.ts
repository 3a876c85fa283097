import type { LoadedPolicy } from '#config/load-policy.ts';
import type { Analysis, Diagnosis, Reason } from '#domain/facts.ts';

/** Of all that a model may have said, nothing but a reason to ask can follow. */
export type AskReason = Reason & { readonly verdict: 'ask' };

/** A diagnosis as the rules made it. */
export type RuledDiagnosis = Omit<Diagnosis, 'analysis'>;

/** When more than this share of a model's claims had to be struck, its word is not relied on, its agreement included. */
const mostStruck = 1 / 3;

/** A model that sees it otherwise than the rules is a reason to ask a person; one that agrees, or that did not answer, is a reason for nothing. */
export function analysisReasons(
  analysis: Analysis | undefined,
  { class: kind, candidates = [] }: RuledDiagnosis,
  action: string | undefined,
  { policy: { limits }, where }: LoadedPolicy,
): readonly AskReason[] {
  if (analysis === undefined || (analysis.outcome !== 'answered' && analysis.outcome !== 'cached')) return [];
  const { candidate, confidence, calibrated, outcomes, claims = [], struck = 0 } = analysis;
  const place = where('model');
  const ask = (because: string): AskReason => ({
    rule: 'model',
    verdict: 'ask',
    because,
    ...(place === undefined ? {} : { where: place }),
  });
  const reasons: AskReason[] = [];
  if (analysis.class !== undefined && analysis.class !== kind) reasons.push(ask(`the model calls it ${analysis.class}, the rules ${kind}`));
  const picked = candidates.find(({ id }) => id === candidate)?.action;
  if (picked === undefined) reasons.push(ask('the model would take none of the actions'));
  else if (picked !== action) reasons.push(ask(`the model would take ${picked}`));
  if (confidence === undefined || confidence < limits.confidence)
    reasons.push(ask(`the model's confidence ${confidence ?? 'is not known and'} is below ${limits.confidence}`));
  else if (calibrated !== undefined && calibrated < limits.confidence)
    reasons.push(ask(`the model was right only ${outcomes?.right ?? 0} of ${outcomes?.of ?? 0} times when it was as confident as here`));
  if (struck > (struck + claims.length) * mostStruck)
    reasons.push(ask(`${struck} of ${struck + claims.length} claims of the model do not stand in the evidence`));
  return reasons;
}
