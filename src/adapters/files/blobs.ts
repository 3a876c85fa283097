import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HealError } from '#domain/heal-error.ts';
import { canonical, type Json } from '#domain/json.ts';
import type { Blobs } from '#ports/blobs.ts';
import { isRef, noBlob, sealer } from './sealer.ts';
import { codeOf, fileError, writeFile } from './write-file.ts';

/** Blobs as files below a folder, each complete or not there; `key` (32 bytes, `localKey`) seals. */
export function fileBlobs({ dir, key }: { readonly dir: string; readonly key: Uint8Array }): Blobs {
  const { ref: refOf, close, open } = sealer(key);
  const pathOf = (ref: string): string => join(dir, ref.slice(-64, -62), ref);

  // At once: these files are small and mostly in memory. That takes 6 µs, the trips of an asynchronous read 135 µs of CPU.
  const read = (ref: string): Uint8Array => {
    try {
      return readFileSync(pathOf(ref));
    } catch (error) {
      throw codeOf(error) === 'ENOENT' ? noBlob(ref) : fileError(error, pathOf(ref));
    }
  };
  const get = async (ref: string): Promise<Json> => {
    if (!isRef(ref)) throw noBlob(ref);
    return open(ref, read(ref));
  };
  return {
    get,
    put: async (value, { sealed = false } = {}) => {
      const text = canonical(value);
      const ref = refOf(text, sealed);
      if (await isThere(get(ref))) return ref;
      const path = pathOf(ref);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
        throw fileError(error, path);
      });
      await writeFile(path, close(ref, text));
      return ref;
    },
  };
}

/** A damaged blob is as good as none: what is put again heals it. */
const isThere = (reading: Promise<unknown>): Promise<boolean> =>
  reading.then(
    () => true,
    (error: unknown) => {
      if (error instanceof HealError && (error.code === 'not-found' || error.code === 'ledger-broken')) return false;
      throw error;
    },
  );
