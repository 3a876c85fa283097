import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonical, type Json, sha256 } from '#domain/json.ts';
import type { Blobs } from '#ports/blobs.ts';

/** Fresh, empty blobs for one test. */
interface OpenBlobs {
  readonly blobs: Blobs;
  /** The raw stored bytes of a reference, and how to change them behind the adapter's back; absent when nobody can. */
  readonly raw?: { readonly read: (ref: string) => Promise<Uint8Array>; readonly write: (ref: string, bytes: Uint8Array) => Promise<void> };
  readonly close: () => Promise<void>;
}

const value: Json = { name: 'Größe ✓ 漢字 🩹', nested: { list: [1, 2.5, -0, null, true, ''], empty: {} }, 'a"b\\c': '\u0000\u2028' };
const secret = 'correct-horse-battery-staple';

/** What every blob adapter must do. */
export function blobsContract(name: string, open: () => Promise<OpenBlobs>): void {
  describe(name, () => {
    let opened: OpenBlobs;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    const kinds = [
      { kind: 'a plain blob', sealed: false },
      { kind: 'a sealed blob', sealed: true },
    ];

    describe.each(kinds)('$kind', ({ sealed }) => {
      it('comes back equal', async () => {
        const { blobs } = opened;
        for (const one of [value, 'text', 0, null, false, [], {}, 'x'.repeat(300_000)])
          expect(await blobs.get(await blobs.put(one, { sealed }))).toEqual(JSON.parse(JSON.stringify(one)));
      });

      it('has one reference for one content, whatever the order of keys, and another one for another content', async () => {
        const { blobs } = opened;
        const ref = await blobs.put({ a: 1, b: 2 }, { sealed });
        expect(await blobs.put({ b: 2, a: 1 }, { sealed })).toBe(ref);
        expect(await blobs.put({ a: 1, b: 3 }, { sealed })).not.toBe(ref);
        expect(await blobs.get(ref)).toEqual({ a: 1, b: 2 });
      });

      it('can be put by 16 at once', async () => {
        const { blobs } = opened;
        const refs = await Promise.all(Array.from({ length: 16 }, () => blobs.put(value, { sealed })));
        expect(new Set(refs).size).toBe(1);
        expect(await blobs.get(refs[0] ?? '')).toEqual(JSON.parse(JSON.stringify(value)));
      });

      it('that was changed is not given out, and is whole again when it is put again', async ({ skip }) => {
        const { blobs, raw } = opened;
        if (raw === undefined) return skip('nobody can change what this adapter stores');
        const ref = await blobs.put(value, { sealed });
        const good = await raw.read(ref);
        for (const bad of [good.subarray(0, -1), good.subarray(0, 5), new Uint8Array(), flipped(good)]) {
          await raw.write(ref, bad);
          await expect(blobs.get(ref)).rejects.toMatchObject({ code: 'ledger-broken' });
        }
        expect(await blobs.put(value, { sealed })).toBe(ref);
        expect(await blobs.get(ref)).toEqual(JSON.parse(JSON.stringify(value)));
      });
    });

    it('names a plain blob by the sha256 of its RFC 8785 JSON', async () => {
      expect(await opened.blobs.put(value)).toBe(sha256(canonical(value)));
    });

    it('names a sealed blob so that nobody can guess its content, and stores nothing readable', async () => {
      const { blobs, raw } = opened;
      const ref = await blobs.put({ secret }, { sealed: true });
      expect(ref).toMatch(/^sealed-[0-9a-f]{64}$/);
      expect(ref).not.toContain(sha256(canonical({ secret })));
      expect(ref).not.toBe(await blobs.put({ secret }));
      if (raw !== undefined) expect(Buffer.from(await raw.read(ref)).toString('latin1')).not.toContain(secret);
    });

    it('does not take the bytes of one sealed blob for those of another', async ({ skip }) => {
      const { blobs, raw } = opened;
      if (raw === undefined) return skip('nobody can change what this adapter stores');
      const [one, other] = [await blobs.put('one', { sealed: true }), await blobs.put('other', { sealed: true })];
      await raw.write(one, await raw.read(other));
      await expect(blobs.get(one)).rejects.toMatchObject({ code: 'ledger-broken' });
    });

    it.each(['0'.repeat(64), `sealed-${'0'.repeat(64)}`, '', '../../etc/passwd', '0'.repeat(63), 'sealed-x'])(
      'has no blob "%s"',
      async (ref) => {
        await expect(opened.blobs.get(ref)).rejects.toMatchObject({ code: 'not-found' });
      },
    );
  });
}

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const middle = Math.floor(copy.length / 2);
  copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
}
