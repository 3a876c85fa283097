import { describe, expect, it } from 'vitest';
import type { OpenStore } from '#testkit/store-contract.ts';

/** Small values by key. */
export function valueCases(opened: () => OpenStore): void {
  describe('a kept value', () => {
    it('is there until another one is kept under its key', async () => {
      const { store } = opened();
      expect(await store.kept('stream:position')).toBeUndefined();
      await store.keep('stream:position', '17');
      await store.keep('stream:other', '');
      await store.keep('stream:position', 'Größe ✓ 🩹'.repeat(2000));
      expect(await store.kept('stream:position')).toBe('Größe ✓ 🩹'.repeat(2000));
      expect(await store.kept('stream:other')).toBe('');
    });

    it('does not meet claims, incidents or entries with the same name', async () => {
      const { store } = opened();
      await store.take({ key: 'event:1', owner: 'a' }, 1);
      expect(await store.kept('event:1')).toBeUndefined();
    });

    it('is seen through another handle', async ({ skip }) => {
      const { store, reopen } = opened();
      if (reopen === undefined) return skip('this store ends with its handle');
      const other = await reopen();
      await store.keep('key', 'one');
      expect(await other.kept('key')).toBe('one');
    });
  });
}
