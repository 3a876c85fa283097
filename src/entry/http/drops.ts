/** What was taken in over HTTP and dropped since the engine started, by its reason. */
export interface Drops {
  count(because: string): void;
  all(): Readonly<Record<string, number>>;
}

/** Counts in memory. */
export function drops(): Drops {
  const counts = new Map<string, number>();
  return {
    count: (because) => void counts.set(because, (counts.get(because) ?? 0) + 1),
    all: () => Object.fromEntries(counts),
  };
}
