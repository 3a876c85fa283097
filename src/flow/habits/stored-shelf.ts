import type { Store } from '#ports/store.ts';
import type { Shelf } from './shelf.ts';
import type { StoredForm } from './stored-form.ts';

/** A shelf whose slots are read from the store when they are needed and written back when they changed. */
export interface StoredShelf {
  /** The slots of these keys are in memory until `release`. */
  need(keys: readonly string[]): Promise<void>;
  release(keys: readonly string[]): void;
  changed(key: string): void;
  /** Writes what changed, joined with what others wrote meanwhile, then forgets slots beyond the limit. */
  flush(): Promise<void>;
  readonly dirty: boolean;
}

export interface StoredShelfOptions<T> {
  readonly name: string;
  readonly shelf: Shelf<T>;
  readonly form: StoredForm<T>;
  readonly store: Pick<Store, 'keep' | 'kept'>;
  /** Slots that stay in memory, the longest unused going first. */
  readonly inMemory: number;
  unreadable(key: string, error: unknown): void;
}

export function storedShelf<T>({ name, shelf, form, store, inMemory, unreadable }: StoredShelfOptions<T>): StoredShelf {
  const loaded = new Map<number, Promise<void>>();
  const users = new Map<number, number>();
  const dirty = new Set<number>();
  const keyOf = (slot: number): string => `habits:${name}:${slot}`;

  const read = async (slot: number): Promise<void> => {
    const text = await store.kept(keyOf(slot));
    if (text === undefined) return;
    try {
      shelf.fill(slot, form.read(text));
    } catch (error) {
      // A value that nobody can read is begun anew: habits are never worth a heal.
      unreadable(keyOf(slot), error);
    }
  };
  const load = async (slot: number): Promise<void> => {
    const loading = loaded.get(slot) ?? read(slot);
    loaded.delete(slot);
    loaded.set(slot, loading);
    try {
      await loading;
    } catch (error) {
      loaded.delete(slot);
      throw error;
    }
  };
  const trim = (): void => {
    for (const slot of loaded.keys()) {
      if (loaded.size <= inMemory) return;
      if (users.has(slot) || dirty.has(slot)) continue;
      loaded.delete(slot);
      shelf.empty(slot);
    }
  };

  return {
    async need(keys) {
      const slots = keys.map((key) => shelf.slotOf(key));
      for (const slot of slots) users.set(slot, (users.get(slot) ?? 0) + 1);
      await Promise.all(slots.map(load));
    },
    release(keys) {
      for (const slot of keys.map((key) => shelf.slotOf(key))) {
        const left = (users.get(slot) ?? 1) - 1;
        if (left === 0) users.delete(slot);
        else users.set(slot, left);
      }
      trim();
    },
    changed: (key) => void dirty.add(shelf.slotOf(key)),
    async flush() {
      // What changes meanwhile is written the next time: a busy slot must not keep this going for ever.
      const due = [...dirty];
      for (const slot of due) {
        await read(slot);
        const text = form.write(shelf.slot(slot));
        dirty.delete(slot);
        try {
          await store.keep(keyOf(slot), text);
        } catch (error) {
          dirty.add(slot);
          throw error;
        }
      }
      trim();
    },
    get dirty() {
      return dirty.size > 0;
    },
  };
}
