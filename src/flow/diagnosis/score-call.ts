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
  const undone = outcome === 'done' ? 0 : all * weights.undone[outcome === 'denied' && effect === 'leaves' ? 'neverRoutine' : outcome];
  const byAws = caller.kind === 'aws' ? (all - undone) * weights.byAws : 0;
  const found = [
    { name: outcome, weight: -hundredths(undone), why: `${outcome === 'denied' ? 'AWS refused it' : 'it failed'}: ${error ?? 'no code'}` },
    { name: 'by-aws', weight: -hundredths(byAws), why: caller.why },
  ];
  return found.filter(({ weight }) => weight < 0);
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;
