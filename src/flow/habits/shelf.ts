import { sha256 } from '#domain/json.ts';

/** A bounded place for many small values: a fixed number of slots, chosen by a hash of the key, each holding a few values. */
export interface Shelf<T> {
  get(key: string): T | undefined;
  /** Replaces the value of a key; the weakest goes when the slot is full. */
  put(key: string, value: T): void;
  slotOf(key: string): number;
  /** Everything in a slot, by hashed key. */
  slot(slot: number): ReadonlyMap<string, T>;
  /** Joins values into a slot. */
  fill(slot: number, values: ReadonlyMap<string, T>): void;
  empty(slot: number): void;
}

export interface ShelfShape<T> {
  readonly slots: number;
  readonly perSlot: number;
  join(one: T, other: T): T;
  /** What is worth least goes first when a slot is full. */
  worth(value: T): number;
}

export function newShelf<T>({ slots, perSlot, join, worth }: ShelfShape<T>): Shelf<T> {
  const held = new Map<number, Map<string, T>>();
  const slotOf = (key: string): number => Number.parseInt(sha256(key).slice(0, 8), 16) % slots;
  const bounded = (values: ReadonlyMap<string, T>, newest?: string): Map<string, T> => {
    if (values.size <= perSlot) return new Map(values);
    const kept = [...values].toSorted(([keyA, a], [keyB, b]) =>
      keyA === newest ? -1 : keyB === newest ? 1 : worth(b) - worth(a) || (keyA < keyB ? -1 : 1),
    );
    return new Map(kept.slice(0, perSlot));
  };
  return {
    slotOf,
    get: (key) => held.get(slotOf(key))?.get(hashed(key)),
    put(key, value) {
      const slot = slotOf(key);
      const name = hashed(key);
      held.set(slot, bounded(new Map(held.get(slot)).set(name, value), name));
    },
    slot: (slot) => held.get(slot) ?? new Map(),
    fill(slot, values) {
      const joined = new Map(held.get(slot));
      for (const [name, value] of values) {
        const known = joined.get(name);
        joined.set(name, known === undefined ? value : join(known, value));
      }
      held.set(slot, bounded(joined));
    },
    empty: (slot) => void held.delete(slot),
  };
}

const hashed = (key: string): string => sha256(key).slice(8, 24);
