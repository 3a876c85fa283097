import { expect, it } from 'vitest';
import { blobsContract } from '#testkit/blobs-contract.ts';
import { memoryBlobs } from './blobs.ts';

blobsContract('blobs in memory', async () => ({ blobs: memoryBlobs(), close: async () => {} }));

const ref = (key: number): Promise<string> => memoryBlobs(new Uint8Array(32).fill(key)).put('secret', { sealed: true });

it('gives a sealed content the same reference in every run that uses the same key', async () => {
  expect(await ref(1)).toBe(await ref(1));
  expect(await ref(1)).not.toBe(await ref(2));
});
