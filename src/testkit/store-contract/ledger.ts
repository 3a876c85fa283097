import { describe, expect, it } from 'vitest';
import { brokenAt, chain, type Entry, type Head, readEntry } from '#domain/entry.ts';
import type { Store } from '#ports/store.ts';
import { collected, incidentId, nextCommit, openingCommit } from '#testkit/commits.ts';
import type { OpenStore } from '#testkit/store-contract.ts';
import { handles } from './handles.ts';

const now = 1_795_000_000_000;
const system = 'system-2026-11-20';
const line =
  (n: number) =>
  (head: Head): Entry =>
    chain(head, { chain: system, at: now + n, kind: 'stopped', body: { n } });

/** The ledger: entries in order, chains that verify, appending by many at once. */
export function ledgerCases(opened: () => OpenStore): void {
  const store = (): Store => opened().store;
  describe('the ledger', () => {
    it('of an incident reads back in order and verifies, also from the middle', async () => {
      let { incident } = openingCommit(1);
      await store().commit(openingCommit(1), now);
      for (let n = 0; n < 11; n++) {
        const next = nextCommit(incident, {}, {}, { n, text: 'Größe ✓' });
        expect(await store().commit(next, now)).toEqual({ committed: true });
        incident = next.incident;
      }
      const entries = await collected(store().entries(incident.id));
      expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(brokenAt(entries)).toBeUndefined();
      expect(entries.at(-1)?.hash).toBe(incident.head);
      expect(await collected(store().entries(incident.id, 9))).toEqual(entries.slice(9));
      expect(await collected(store().entries(incident.id, 12))).toEqual([]);
    });

    it('takes several entries in one commit', async () => {
      const first = openingCommit(1);
      const second = nextCommit(first.incident);
      const both = { ...second, from: 'new', entries: [...first.entries, ...second.entries] } as const;
      expect(await store().commit(both, now)).toEqual({ committed: true });
      expect(await collected(store().entries(incidentId(1)))).toEqual(both.entries);
    });

    it('of nobody has no entries', async () => {
      expect(await collected(store().entries('system-1999-01-01'))).toEqual([]);
    });

    it('appends to a system chain and gives back what was stored', async () => {
      const first = await store().append(system, line(1));
      const second = await store().append(system, line(2));
      await store().append('system-2026-11-21', (head) => chain(head, { chain: 'system-2026-11-21', at: now, kind: 'resumed', body: {} }));
      expect(await collected(store().entries(system))).toEqual([first, second]);
      expect(brokenAt([first, second])).toBeUndefined();
    });

    it('keeps every entry that 32 writers append at once, in one chain that verifies', async () => {
      const [one, other] = await handles(opened());
      const appended = await Promise.all(Array.from({ length: 32 }, (_, n) => (n % 2 ? one : other).append(system, line(n))));
      const entries = await collected(store().entries(system));
      expect(brokenAt(entries)).toBeUndefined();
      expect(entries).toHaveLength(32);
      expect(new Set(entries.map((entry) => readEntry(entry)['n']))).toEqual(new Set(Array.from({ length: 32 }, (_, n) => n)));
      expect(new Set(appended.map(({ hash }) => hash))).toEqual(new Set(entries.map(({ hash }) => hash)));
    });

    it('keeps two appends that say the same at the same time', async () => {
      await Promise.all([store().append(system, line(1)), store().append(system, line(1))]);
      expect(await collected(store().entries(system))).toHaveLength(2);
    });

    it('refuses to append what does not follow, and to append to an incident', async () => {
      await store().append(system, line(1));
      await expect(store().append(system, () => line(2)({ seq: 0, hash: '' }))).rejects.toMatchObject({ code: 'ledger-broken' });
      await expect(store().append(incidentId(1), line(1))).rejects.toMatchObject({ code: 'bad-input' });
      expect(await collected(store().entries(system))).toHaveLength(1);
    });
  });
}
