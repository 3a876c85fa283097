import { randomBytes } from 'node:crypto';
import { isRef, noBlob, sealer } from '#adapters/files/sealer.ts';
import { canonical } from '#domain/json.ts';
import type { Blobs } from '#ports/blobs.ts';

/** Blobs in the memory of this process, under the same references as everywhere; give a key for references that are the same in every run. */
export function memoryBlobs(key: Uint8Array = randomBytes(32)): Blobs {
  const { ref: refOf, close, open } = sealer(key);
  const stored = new Map<string, Uint8Array>();
  return {
    put: async (value, { sealed = false } = {}) => {
      const text = canonical(value);
      const ref = refOf(text, sealed);
      stored.set(ref, close(ref, text));
      return ref;
    },
    get: async (ref) => {
      const bytes = isRef(ref) ? stored.get(ref) : undefined;
      if (bytes === undefined) throw noBlob(ref);
      return open(ref, bytes);
    },
  };
}
