/** When something was seen: first and last (epoch milliseconds) and on which of the last 32 days, bit 0 being the day of `last`. */
export interface Spell {
  readonly first: number;
  readonly last: number;
  readonly days: number;
}

export const dayMs = 24 * 60 * 60_000;
/** What was not seen for so long is told again. */
const rareMs = 30 * dayMs;
/** Days that a spell can tell apart. */
const memoryDays = 32;

const dayOf = (at: number): number => Math.floor(at / dayMs);

export const spellAt = (at: number): Spell => ({ first: at, last: at, days: 1 });

/**
 * What both saw. Joining is commutative, associative and idempotent: an event that is delivered twice, in any order, or learned by two processes counts
 * once, and a thousand calls in an hour weigh no more than one, because days are counted and not calls.
 */
export function joinSpells(one: Spell, other: Spell): Spell {
  const last = Math.max(one.last, other.last);
  return { first: Math.min(one.first, other.first), last, days: (daysUntil(one, last) | daysUntil(other, last)) >>> 0 };
}

/** On how many of the last 32 days it was seen. */
export function activeDays({ days }: Spell): number {
  // Counts bits two, four and eight at a time: this runs for every name of a full tally.
  const pairs = days - ((days >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** New, or not older than a day: an attacker's first harmless call must not make the next one look familiar. */
export const isFresh = ({ first }: Spell, at: number): boolean => at - first < dayMs;

/** For how long it had not been seen before today and yesterday, where that is a month or more. */
export function absence({ first, last, days }: Spell, at: number): number | undefined {
  if (at - first < rareMs) return undefined;
  if (at - last >= rareMs) return at - last;
  const today = dayOf(last) - dayOf(at);
  for (let back = Math.max(0, today + 2); back <= Math.min(memoryDays - 1, today + 30); back++)
    if (((days >>> back) & 1) === 1) return undefined;
  return today + 2 < memoryDays ? rareMs : undefined;
}

function daysUntil({ days, last }: Spell, until: number): number {
  const passed = dayOf(until) - dayOf(last);
  // JavaScript shifts by at most 31 bits: 32 would be none at all.
  return passed >= memoryDays ? 0 : (days << passed) >>> 0;
}
