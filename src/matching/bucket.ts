import type { JsonObject } from '#domain/json.ts';
import type { Branch } from './branches.ts';
import { matchesBranch } from './compile.ts';
import type { Field } from './field.ts';
import type { Scalar } from './json-kinds.ts';
import { type PathSlots, unclear, unclearId } from './path-slots.ts';

/** One branch of a rule; `position` is the rule's. */
export type Candidate = { readonly branch: Branch; readonly position: number };

/** Tells the rules among its candidates that match an event; one may be told more than once. */
export type Bucket = (event: JsonObject, told: (position: number) => void) => void;

/** What a bucket's candidates were found by, so that they need not be compared with it value for value. */
type Under = { readonly path: string; readonly value: Scalar };

/**
 * Compiles candidates to a list of numbers, as they lie in memory side by side: for each candidate how many exact fields it has, the slot
 * and the number of the value of each, the rule's position, and its own place in the list for what numbers cannot tell.
 */
export function bucketOf(candidates: readonly Candidate[], slots: PathSlots, under?: Under): Bucket {
  const rests = candidates.map(({ branch }) => restOf(branch, slots, under));
  const code = Int32Array.from(
    candidates.flatMap(({ branch, position }, place) => {
      const exact = branch.fields.flatMap((field) => pairOf(field, slots, under));
      return [exact.length / 2, ...exact, position, rests[place]?.length === 0 ? -1 - place : place];
    }),
  );

  const slow = (place: number, sure: boolean, event: JsonObject): boolean => {
    const candidate = candidates[place];
    if (candidate === undefined) return false;
    for (const { slot, leaf } of sure ? (rests[place] ?? []) : []) {
      const value = slots.valueAt(slot);
      if (value === unclear) return matchesBranch(candidate.branch, event);
      if (value === undefined ? !leaf.absent : !leaf.test(value)) return false;
    }
    return sure || matchesBranch(candidate.branch, event);
  };

  return (event, told) => {
    for (let at = 0; at < code.length; ) {
      const end = at + 1 + 2 * (code[at] ?? 0);
      let sure = true;
      let differs = false;
      for (at++; at < end && !differs; at += 2) {
        const id = slots.idAt(code[at] ?? 0);
        if (id === code[at + 1]) continue;
        if (id === unclearId) sure = false;
        else differs = true;
      }
      at = end + 2;
      if (differs) continue;
      const place = code[end + 1] ?? 0;
      if ((sure && place < 0) || slow(place < 0 ? -1 - place : place, sure, event)) told(code[end] ?? 0);
    }
  };
}

const isOne = ({ path, leaf }: Field, under: Under | undefined): Scalar | undefined =>
  leaf.exact === undefined ? undefined : under?.path === path ? under.value : leaf.exact.length === 1 ? leaf.exact[0] : undefined;

function pairOf(field: Field, slots: PathSlots, under: Under | undefined): readonly number[] {
  const value = isOne(field, under);
  if (value === undefined) return [];
  const slot = slots.slotOf(field.path);
  return [slot, slots.numberOf(slot, value)];
}

type Rest = readonly { readonly slot: number; readonly leaf: Field['leaf'] }[];

function restOf(branch: Branch, slots: PathSlots, under: Under | undefined): Rest {
  return branch.fields.filter((field) => isOne(field, under) === undefined).map(({ path, leaf }) => ({ slot: slots.slotOf(path), leaf }));
}
