import type { Contribution } from '#domain/facts.ts';
import type { CallMeaning, Effect } from '#domain/meaning.ts';
import { callerContributions } from './score-actor.ts';
import { weights } from './weights.ts';

/** What another account may do at all was shared with it; to change something there is another matter. */
const harmless: ReadonlySet<Effect> = new Set<Effect>(['reads', 'keeps-books']);

/** The parts of a score that a call has by itself: `deed` is what it did, `circumstances` is who did it. */
export function callContributions(call: CallMeaning): {
  readonly deed: readonly Contribution[];
  readonly circumstances: readonly Contribution[];
} {
  const done = [
    { name: call.effect, weight: weights.effect[call.effect], why: call.why },
    ...call.aspects.map(({ aspect, why }) => ({ name: aspect, weight: weights.aspect[aspect], why })),
  ].filter(({ weight }) => weight > 0);
  return { deed: [...done, ...takenOff(call, done)], circumstances: callerContributions(call.caller, harmless.has(call.effect)) };
}

/** A share, never a fixed amount: of two refused calls the graver one stays the graver one. */
function takenOff({ effect, outcome, error, caller }: CallMeaning, done: readonly Contribution[]): readonly Contribution[] {
  const all = hundredths(done.reduce((total, { weight }) => total + weight, 0));
  const share = outcome === 'done' ? 0 : weights.undone[outcome === 'denied' && effect === 'leaves' ? 'neverRoutine' : outcome];
  const left = all * (1 - share);
  // What is left is rounded, not what is taken off: two roundings of parts could make a graver call count for a hundredth less.
  const afterOutcome = hundredths(left);
  const afterCaller = hundredths(caller.kind === 'aws' ? left * (1 - weights.byAws) : left);
  const found = [
    {
      name: outcome,
      weight: hundredths(afterOutcome - all),
      why: `${outcome === 'denied' ? 'AWS refused it' : 'it failed'}: ${error ?? 'no code'}`,
    },
    { name: 'by-aws', weight: hundredths(afterCaller - afterOutcome), why: caller.why },
  ];
  return found.filter(({ weight }) => weight < 0);
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;
