import { joinSpells, type Spell, spellAt } from './spell.ts';
import { joinTallies, nameOf, noTally, seenAt, type Tally, type TallyLimit } from './tally.ts';

/** What a principal, or everybody in an account together, usually does. */
export interface Habit {
  readonly seen: Spell;
  readonly calls: Tally;
  readonly regions: Tally;
  readonly networks: Tally;
  /** Hours of the day, UTC: `0` to `23`. */
  readonly hours: Tally;
  /** Calls that came in bursts. */
  readonly bursts: Tally;
  /** Of an account: who called, by a short hash. */
  readonly principals: Tally;
}

/** One call, as a habit takes it in. */
export interface Sighting {
  readonly at: number;
  readonly call: string;
  readonly region: string;
  readonly network: string | undefined;
  readonly burst?: string | undefined;
  readonly principal?: string | undefined;
}

export const habitLimits = {
  calls: { names: 96, length: 64 },
  regions: { names: 32, length: 20 },
  networks: { names: 24, length: 40 },
  /** One more than there are: it never forgets. */
  hours: { names: 25, length: 2 },
  bursts: { names: 8, length: 64 },
  principals: { names: 192, length: 16 },
} as const satisfies Readonly<Record<string, TallyLimit>>;

/** No habit is larger than this as it is stored (JSON, bytes). */
export const largestHabitBytes = 30_000;

export const hourOf = (at: number): string => String(new Date(at).getUTCHours());

/** The name under which a habit knows a call. */
export const callName = (call: string): string => nameOf(call, habitLimits.calls);

/** The habit with one more call. */
export function observed(habit: Habit | undefined, { at, call, region, network, burst, principal }: Sighting): Habit {
  const { seen, calls, regions, networks, hours, bursts, principals } = habit ?? nothingSeen(at);
  return {
    seen: joinSpells(seen, spellAt(at)),
    calls: seenAt(calls, call, at, habitLimits.calls),
    regions: seenAt(regions, region, at, habitLimits.regions),
    networks: network === undefined ? networks : seenAt(networks, network, at, habitLimits.networks),
    hours: seenAt(hours, hourOf(at), at, habitLimits.hours),
    bursts: burst === undefined ? bursts : seenAt(bursts, burst, at, habitLimits.bursts),
    principals: principal === undefined ? principals : seenAt(principals, principal, at, habitLimits.principals),
  };
}

/** What two processes learned of the same principal. */
export const joinHabits = (one: Habit, other: Habit): Habit => ({
  seen: joinSpells(one.seen, other.seen),
  calls: joinTallies(one.calls, other.calls, habitLimits.calls),
  regions: joinTallies(one.regions, other.regions, habitLimits.regions),
  networks: joinTallies(one.networks, other.networks, habitLimits.networks),
  hours: joinTallies(one.hours, other.hours, habitLimits.hours),
  bursts: joinTallies(one.bursts, other.bursts, habitLimits.bursts),
  principals: joinTallies(one.principals, other.principals, habitLimits.principals),
});

const nothingSeen = (at: number): Habit => ({
  seen: spellAt(at),
  calls: noTally,
  regions: noTally,
  networks: noTally,
  hours: noTally,
  bursts: noTally,
  principals: noTally,
});
