import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFile } from '#adapters/files/write-file.ts';

/** One price of the list and when it was read, epoch milliseconds. */
const Kept = z.object({ usd: z.number().positive(), at: z.int() });
const File = z.object({ version: z.literal(1), prices: z.record(z.string(), Kept) });
export type Kept = Readonly<z.infer<typeof Kept>>;

/** Prices of the list by unit and region, in memory and in a file that survives restarts. */
export interface KeptPrices {
  get(unit: string, region: string): Kept | undefined;
  set(unit: string, region: string, kept: Kept): Promise<void>;
}

const keyOf = (unit: string, region: string): string => `${unit}|${region}`;

/** Reads the file once; one that is missing, broken or of another version counts as empty. A disk that refuses costs the restart's memory, nothing else. */
export async function keptPrices(file: string | undefined, couldNotKeep: (error: unknown) => void): Promise<KeptPrices> {
  const prices = new Map(file === undefined ? [] : await readKept(file));
  return {
    get: (unit, region) => prices.get(keyOf(unit, region)),
    async set(unit, region, kept) {
      prices.set(keyOf(unit, region), kept);
      if (file === undefined) return;
      // Another process may have asked too: what it keeps stays, unless ours is newer.
      for (const [key, theirs] of await readKept(file)) if ((prices.get(key)?.at ?? 0) < theirs.at) prices.set(key, theirs);
      const text = JSON.stringify({ version: 1, prices: Object.fromEntries([...prices].toSorted(([a], [b]) => (a < b ? -1 : 1))) });
      await writeFile(file, Buffer.from(text)).catch(couldNotKeep);
    },
  };
}

async function readKept(file: string): Promise<readonly (readonly [string, Kept])[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return Object.entries(File.parse(JSON.parse(text)).prices);
  } catch {
    return [];
  }
}
