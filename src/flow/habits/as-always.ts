import type { Contribution } from '#domain/facts.ts';
import type { Signal } from '#domain/signal.ts';
import { weights } from '#flow/diagnosis/weights.ts';
import { callName, type Habit, habitLimits } from './habit.ts';
import { worksAround } from './novelties.ts';
import { activeDays } from './spell.ts';
import { nameOf } from './tally.ts';
import { networkOf, principalOf, shortName } from './who.ts';

/** Fewer days than this are no custom; after fourteen of the last 32 it is fully one. */
const fewestDays = 3;
const fullDays = 14;

/**
 * A known principal that acts as always: the same call, in its region, from its network, at its hours, on many days. Never for root, for a sign-in without MFA,
 * for a call that AWS refused, or for one that destroys or takes away: habit is no excuse there. Days count, not calls: repeating one in an hour buys nothing.
 */
export function asAlways(signal: Signal, habit: Habit, destroys: boolean): Contribution | undefined {
  const { actor, at, failed, operation, resource } = signal;
  const network = networkOf(signal);
  if (actor === undefined || operation === undefined || network === undefined || failed !== undefined || destroys) return undefined;
  if (actor.type === 'Root' || (actor.mfa === false && isSignIn(operation)) || !worksAround(habit, at)) return undefined;
  const spells = [
    habit.calls.get(callName(operation)),
    habit.regions.get(nameOf(resource.region, habitLimits.regions)),
    habit.networks.get(nameOf(network, habitLimits.networks)),
  ];
  const days = Math.min(...spells.map((spell) => (spell === undefined ? 0 : activeDays(spell))));
  if (days < fewestDays) return undefined;
  const weight = Math.round(weights.habits.asAlways * Math.min(1, days / fullDays) * 100) / 100;
  const why = `${shortName(principalOf(signal) ?? 'it')} acts as always: ${operation} from ${network}, on ${days} of the last 32 days`;
  return { name: 'as-always', weight, why };
}

const isSignIn = (operation: string): boolean => operation.startsWith('signin:');
