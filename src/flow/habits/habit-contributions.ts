import type { Contribution } from '#domain/facts.ts';
import type { Signal } from '#domain/signal.ts';
import { weights } from '#flow/diagnosis/weights.ts';
import { asAlways } from './as-always.ts';
import type { Habit } from './habit.ts';
import { countedWith, type Habits, type Keys, keysOf, principalHash } from './habits.ts';
import { inWords, maturityOf } from './maturity.ts';
import { novelties, weighed } from './novelties.ts';
import { anomalyOf, joinPasts, noPast } from './past.ts';
import { activeDays, dayMs } from './spell.ts';
import { isService, principalOf, shortName } from './who.ts';

/** Bursts of a call on so many days are this principal's work. */
const usualBurstDays = 3;

/**
 * What habits add to the threat score of a signal that they have not learned yet. They raise it freely and lower it by at most 0.15 in all
 * (`weights.habits.asAlways`); a reported signal gets nothing, in either direction, because nobody attests to who did it.
 */
export function habitContributions(signal: Signal, habits: Habits): readonly Contribution[] {
  if (signal.rank !== 'attested') return [];
  const keys = keysOf(signal, habits);
  const habit = keys.principal === undefined ? undefined : habits.principals.get(keys.principal);
  const raised = [
    ...(keys.principal === undefined ? [] : whoAndWhat(signal, keys.principal, habit, habits.accounts.get(keys.account))),
    ...keys.windows.flatMap((one) => runOf(signal, one, habit, habits)),
    ...anomaly(signal, keys.past, habits),
  ];
  const destroys = keys.windows.some(({ repetition }) => repetition.kind === 'destroys');
  const lowered = raised.some(({ weight }) => weight > 0) || habit === undefined ? undefined : asAlways(signal, habit, destroys);
  return lowered === undefined ? raised : [...raised, lowered];
}

function whoAndWhat(signal: Signal, key: string, habit: Habit | undefined, account: Habit | undefined): readonly Contribution[] {
  if (signal.actor !== undefined && isService(signal.actor)) return [];
  const who = shortName(principalOf(signal) ?? 'somebody');
  const newcomer = newPrincipal(signal, who, habit, account, principalHash(key));
  const young = tooYoung(signal, who, habit, account);
  return [...newcomer, ...novelties(signal, who, { habit, account, isNew: newcomer.length > 0 }), ...young];
}

/** New for a whole day: what it did a minute ago does not make it an old acquaintance. */
function newPrincipal(signal: Signal, who: string, habit: Habit | undefined, account: Habit | undefined, hash: string): Contribution[] {
  if (account === undefined) return [];
  const first = Math.min(habit?.seen.first ?? signal.at, account.principals.get(hash)?.first ?? signal.at);
  if (signal.at - first >= dayMs) return [];
  const ago = signal.at - first;
  const since = inWords(signal.at - account.seen.first);
  const why =
    ago <= 0
      ? `first time in ${since} that ${who} is seen in this account`
      : `${who} was first seen ${inWords(ago)} ago, the account ${since} ago`;
  return weighed('new-principal', weights.habits.newPrincipal * maturityOf(account, account.principals, signal.at), why);
}

/** Says that little is known, where that is so: the weights above it are scaled down. */
function tooYoung(signal: Signal, who: string, habit: Habit | undefined, account: Habit | undefined): Contribution[] {
  const [name, known] = habit === undefined ? ['the account', account] : [who, habit];
  const days = known === undefined ? 0 : activeDays(known.seen);
  if (days >= 7) return [];
  const since =
    known === undefined
      ? 'nothing is known of the account'
      : `${name} has been known for ${inWords(signal.at - known.seen.first)}, on ${days} ${days === 1 ? 'day' : 'days'}`;
  return [{ name: 'habits', weight: 0, why: `${since}: habits count for little yet` }];
}

/** A whole burst counts, unless bursts of this call are this principal's work; of refused calls half of one counts already. */
function runOf(signal: Signal, one: Keys['windows'][number], habit: Habit | undefined, habits: Habits): Contribution[] {
  const { kind, counted, limit, windowMs } = one.repetition;
  const count = countedWith(signal, one, habits);
  const within = `${counted} by ${shortName(principalOf(signal) ?? 'somebody')} within ${inWords(windowMs)}`;
  if (kind === 'refused') {
    if (count * 2 < limit) return [];
    const [weight, many] = count >= limit ? [weights.habits.burst, `${limit} or more`] : [weights.habits.run, String(count)];
    return weighed('failed-attempts', weight, `${many} × ${within}`);
  }
  const usual = habit?.bursts.get(counted);
  if (count < limit || (usual !== undefined && activeDays(usual) >= usualBurstDays)) return [];
  return weighed('burst', weights.habits.burst, `${limit} or more × ${within}`);
}

function anomaly({ measured }: Signal, key: string | undefined, { pasts }: Habits): Contribution[] {
  if (measured === undefined || key === undefined) return [];
  const found = anomalyOf(joinPasts(pasts.get(key) ?? noPast, new Map(measured.points)));
  const level = weights.habits.anomaly.find(({ spreads }) => found !== undefined && found.spreads >= spreads);
  if (found === undefined || level === undefined) return [];
  const { value, usual, spreads, points } = found;
  const far = spreads > 100 ? 'more than 100' : spreads.toFixed(0);
  return weighed(
    'metric-anomaly',
    level.weight,
    `${value} is ${far} × its usual spread away from ${usual}, the median of ${points} values before it`,
  );
}
