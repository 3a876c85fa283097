import type { Contribution } from '#domain/facts.ts';
import type { Signal } from '#domain/signal.ts';
import { weights } from '#flow/diagnosis/weights.ts';
import { type Habit, habitLimits, hourOf } from './habit.ts';
import { inWords, maturityOf } from './maturity.ts';
import { absence, isFresh } from './spell.ts';
import { nameOf } from './tally.ts';
import { networkOf } from './who.ts';

/** Who is looked at, and whether all of it is new anyway. */
interface Known {
  readonly habit: Habit | undefined;
  readonly account: Habit | undefined;
  readonly isNew: boolean;
}

/** What this signal has that its principal, or the account, never or long has not had. */
export function novelties(signal: Signal, who: string, { habit, account, isNew }: Known): readonly Contribution[] {
  const { at, operation = '' } = signal;
  const ofAccount = account === undefined || at < account.seen.first ? [] : toAccount(signal, account);
  if (habit === undefined || isNew || at < habit.seen.first) return ofAccount;
  const away = absence(habit.seen, at);
  const told = (aspect: Aspect, name: string | undefined, what: string): Contribution[] => {
    const { contribution, weight } = aspects[aspect];
    const why = name === undefined ? undefined : newsOf(habit, { aspect, name, at, wasAway: away !== undefined }, `${who} ${what}`);
    return why === undefined ? [] : weighed(contribution, weight * maturityOf(habit, habit[aspect], at), why);
  };
  const { region } = signal.resource;
  const network = networkOf(signal);
  return [
    ...(away === undefined
      ? []
      : weighed('rare-principal', weights.habits.rarePrincipal, `first time in ${inWords(away)} that ${who} does anything`)),
    ...told('calls', operation, `calls ${operation}`),
    ...ofAccount,
    ...told('regions', region === 'global' ? undefined : region, `works in ${region}`),
    ...told('networks', network, `comes from ${network}`),
    ...(worksAround(habit, at) ? [] : told('hours', hourOf(at), `works around ${hourOf(at)} o'clock UTC`)),
  ];
}

const aspects = {
  calls: { contribution: 'new-call', weight: weights.habits.newCall },
  regions: { contribution: 'new-region', weight: weights.habits.newRegion },
  networks: { contribution: 'new-network', weight: weights.habits.newNetwork },
  hours: { contribution: 'new-hour', weight: weights.habits.newHour },
} as const;
type Aspect = keyof typeof aspects;

/** A contribution with two decimals, or none when nothing is left of it. */
export function weighed(name: string, weight: number, why: string): Contribution[] {
  const rounded = Math.round(weight * 100) / 100;
  return rounded === 0 ? [] : [{ name, weight: rounded, why }];
}

function toAccount({ at, operation = '' }: Signal, account: Habit): Contribution[] {
  const why = newsOf(account, { aspect: 'calls', name: operation, at, wasAway: false }, `anybody in this account calls ${operation}`);
  return why === undefined ? [] : weighed('new-to-account', weights.habits.newToAccount * maturityOf(account, account.calls, at), why);
}

/** Why something is new, as far as is known; nothing when it is familiar. Who was away for long is not told of everything that was away too. */
function newsOf(
  habit: Habit,
  { aspect, name, at, wasAway }: { readonly aspect: Aspect; readonly name: string; readonly at: number; readonly wasAway: boolean },
  clause: string,
): string | undefined {
  const tally = habit[aspect];
  const limit = habitLimits[aspect];
  const spell = tally.get(nameOf(name, limit));
  if (spell !== undefined && !isFresh(spell, at)) {
    const absent = wasAway ? undefined : absence(spell, at);
    return absent === undefined ? undefined : `first time in ${inWords(absent)} that ${clause}`;
  }
  const first = Math.min(spell?.first ?? at, at);
  const known = inWords(first - habit.seen.first);
  const before = first < at ? `, ${inWords(at - first)} before` : '';
  // A full tally has forgotten what was seldom.
  return tally.size < limit.names ? `first time in ${known} that ${clause}${before}` : `not known of ${known}: ${clause}${before}`;
}

/** Usually seen in this hour of the day, or in one beside it. */
export const worksAround = ({ hours }: Habit, at: number): boolean =>
  [-1, 0, 1].some((beside) => {
    const spell = hours.get(String((Number(hourOf(at)) + beside + 24) % 24));
    return spell !== undefined && !isFresh(spell, at);
  });
