import { activeDays, dayMs, isFresh, joinSpells, type Spell, spellAt } from './spell.ts';

/** What was seen and when, by name. */
export type Tally = ReadonlyMap<string, Spell>;

/** How many names a tally keeps, and how long a name may be. */
export interface TallyLimit {
  readonly names: number;
  readonly length: number;
}

export const noTally: Tally = new Map();

/** The tally with one more sighting; when there are too many names, the least established of the others goes. */
export function seenAt(tally: Tally, given: string, at: number, limit: TallyLimit): Tally {
  const name = nameOf(given, limit);
  const known = tally.get(name);
  const seen = new Map(tally).set(name, known === undefined ? spellAt(at) : joinSpells(known, spellAt(at)));
  if (seen.size > limit.names) seen.delete(leastEstablished(seen, name));
  return seen;
}

/** What both saw: the same in any order as long as nothing had to be forgotten. */
export function joinTallies(one: Tally, other: Tally, limit: TallyLimit): Tally {
  const joined = new Map(one);
  for (const [name, spell] of other) {
    const known = joined.get(name);
    joined.set(name, known === undefined ? spell : joinSpells(known, spell));
  }
  if (joined.size <= limit.names) return joined;
  return new Map([...joined].toSorted(mostEstablished).slice(0, limit.names));
}

/** A name as tallies know it: plain ASCII, cut to the limit's length. */
export const nameOf = (name: string, { length }: Pick<TallyLimit, 'length'>): string => name.slice(0, length).replace(/[^\w.:/ -]/g, '?');

/**
 * How likely the next thing is a new one, by what was new so far: Good and Turing's estimate (Biometrika 40, 1953), the share of sightings whose thing was
 * seen on one day only, of all that is known for more than a day. It starts at 1, so that nothing is surprising before something is known.
 */
export function expectedNovelty(tally: Tally, at: number): number {
  let once = 1;
  let all = 1;
  for (const spell of tally.values()) {
    if (isFresh(spell, at)) continue;
    const days = activeDays(spell);
    all += days;
    if (days === 1) once += 1;
  }
  return once / all;
}

/** Each active day outweighs a week of absence: a flood of new names pushes out new names, not what was always done. */
const standing = (spell: Spell): number => spell.last + activeDays(spell) * 7 * dayMs;

function leastEstablished(tally: Tally, except: string): string {
  let least: readonly [string, Spell] | undefined;
  for (const one of tally) if (one[0] !== except && (least === undefined || mostEstablished(least, one) < 0)) least = one;
  return least?.[0] ?? '';
}

const mostEstablished = ([nameA, a]: readonly [string, Spell], [nameB, b]: readonly [string, Spell]): number =>
  standing(b) - standing(a) || (nameA < nameB ? -1 : 1);
