import type { Analysis, Diagnosis } from '#domain/facts.ts';
import { duration } from '#entry/cli/durations.ts';

const failures = {
  'over-budget': 'was not asked',
  refused: 'refused to answer',
  'timed-out': 'did not answer in time',
  unreadable: 'gave an answer that cannot be used',
  failed: 'could not be asked',
} as const;

/** What a model said of an incident, a line each; how sure it was stands beside how often it was right. */
export function analysisLines({ analysis, candidates = [] }: Pick<Diagnosis, 'analysis' | 'candidates'>): readonly string[] {
  if (analysis === undefined) return [];
  const { model, outcome, because, claims = [], struck = 0 } = analysis;
  if (outcome !== 'answered' && outcome !== 'cached')
    return [`${model} ${failures[outcome]}${because === undefined ? '' : `: ${because}`}. The rules decide alone.`, ...usedBy(analysis)];
  const picked = candidates.find(({ id }) => id === analysis.candidate)?.action;
  return [
    `${model} calls it ${analysis.class} and would take ${picked ?? 'no action'}, confidence ${sureness(analysis)}`,
    ...(analysis.cause === undefined ? [] : [analysis.cause]),
    ...claims.map(({ text, evidence, quote }) => `– ${text} [${evidence.join(', ')}]${quote === undefined ? '' : `: “${quote}”`}`),
    ...(struck === 0
      ? []
      : [
          `${struck} ${struck === 1 ? 'claim was' : 'claims were'} struck out: what ${struck === 1 ? 'it cites' : 'they cite'} does not stand there`,
        ]),
    ...usedBy(analysis),
  ];
}

/** `0.8, right 14 of 17 times`; without enough outcomes the bare figure, and that it is bare. */
const sureness = ({ confidence, outcomes }: Analysis): string =>
  outcomes === undefined ? `${confidence} by its own word` : `${confidence}, right ${outcomes.right} of ${outcomes.of} times`;

function usedBy({ outcome, inputTokens = 0, outputTokens = 0, usd = 0, milliseconds }: Analysis): readonly string[] {
  if (outcome === 'cached') return ['the same question was answered before: nothing was spent'];
  if (inputTokens + outputTokens === 0) return [];
  const time = milliseconds === undefined ? '' : ` in ${duration(milliseconds)}`;
  return [`asked${time} for ${inputTokens + outputTokens} tokens, ${Math.round(usd * 10_000) / 10_000} USD`];
}
