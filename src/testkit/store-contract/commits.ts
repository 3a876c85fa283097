import { describe, expect, it } from 'vitest';
import type { Store } from '#ports/store.ts';
import { collected, nextCommit, openingCommit } from '#testkit/commits.ts';
import type { OpenStore } from '#testkit/store-contract.ts';
import { handles } from './handles.ts';

const now = 1_795_000_000_000;
const moved = { committed: false, because: 'moved-on' };

/** Commits: versions, atomicity, what is refused, what comes back. */
export function commitCases(opened: () => OpenStore): void {
  const store = (): Store => opened().store;
  describe('a commit', () => {
    it('stores a new incident and its entries, and both come back equal', async () => {
      const change = openingCommit(1, { title: 'Größe ✓ 漢字 🩹 \u0000 \u2028 "quoted"', due: now });
      expect(await store().commit(change, now)).toEqual({ committed: true });
      expect(await store().incident(change.incident.id)).toEqual(change.incident);
      expect(await collected(store().entries(change.incident.id))).toEqual(change.entries);
    });

    it('knows nothing of an incident that was never stored', async () => {
      expect(await store().incident(openingCommit(1).incident.id)).toBeUndefined();
    });

    it('does not open an incident whose id is taken', async () => {
      const change = openingCommit(1);
      await store().commit(change, now);
      expect(await store().commit(openingCommit(1, { title: 'another' }), now)).toEqual(moved);
      expect((await store().incident(change.incident.id))?.title).toBe(change.incident.title);
    });

    it('moves an incident on from the version that it was computed from, once', async () => {
      const { incident } = await openFirst(store());
      const next = nextCommit(incident, { stage: 'decision' });
      expect(await store().commit(next, now)).toEqual({ committed: true });
      expect(await store().commit(next, now)).toEqual(moved);
      expect(await store().incident(incident.id)).toEqual(next.incident);
    });

    it('does not move on an incident that does not exist', async () => {
      expect(await store().commit(nextCommit(openingCommit(1).incident), now)).toEqual(moved);
    });

    it('removes the fields that the new document no longer has', async () => {
      const first = openingCommit(1, { due: now });
      await store().commit(first, now);
      const { due: _, ...without } = first.incident;
      await store().commit(nextCommit(without), now);
      expect(await store().incident(first.incident.id)).not.toHaveProperty('due');
      expect((await store().incidents({ by: 'due', before: now }, { limit: 10 })).items).toEqual([]);
    });

    it('lets one of 32 writers win each version, and the ledger shows it', async () => {
      const { incident } = await openFirst(store());
      const [one, other] = await handles(opened());
      const answers = await Promise.all(
        Array.from({ length: 32 }, (_, n) => (n % 2 ? one : other).commit(nextCommit(incident, { why: `writer ${n}` }, {}, { n }), now)),
      );
      expect(answers.filter((answer) => answer.committed)).toHaveLength(1);
      expect(answers.filter((answer) => !answer.committed)).toEqual(Array.from({ length: 31 }, () => moved));
      const winner = answers.findIndex((answer) => answer.committed);
      expect((await store().incident(incident.id))?.why).toBe(`writer ${winner}`);
      expect(await collected(store().entries(incident.id))).toHaveLength(2);
    });

    it('stores nothing at all when one of its claims is held', async () => {
      const { incident } = await openFirst(store());
      const holder = { key: 'resource:b', owner: 'other' } as const;
      await store().take(holder, now);
      const refused = nextCommit(
        incident,
        { stage: 'decision' },
        {
          take: [
            { key: 'resource:a', owner: incident.id },
            { key: 'resource:b', owner: incident.id },
          ],
          tally: [{ key: 'window', limit: 1, keepUntil: now + 1000 }],
        },
      );
      expect(await store().commit(refused, now)).toEqual({ committed: false, because: 'held', claim: holder });
      expect(await store().incident(incident.id)).toEqual(incident);
      expect(await collected(store().entries(incident.id))).toHaveLength(1);
      expect(await store().holder('resource:a', now)).toBeUndefined();
      const tallied = nextCommit(incident, {}, { tally: [{ key: 'window', limit: 1, keepUntil: now + 1000 }] });
      expect(await store().commit(tallied, now)).toEqual({ committed: true });
    });

    it('says "moved on" first, then "held", then "over the limit"', async () => {
      const { incident } = await openFirst(store());
      await store().take({ key: 'resource:a', owner: 'other' }, now);
      const extras = { take: [{ key: 'resource:a', owner: 'me' }], tally: [{ key: 'none', limit: 0, keepUntil: now }] } as const;
      expect(await store().commit({ ...nextCommit(incident, {}, extras), from: 0 }, now)).toMatchObject({ because: 'moved-on' });
      expect(await store().commit(nextCommit(incident, {}, extras), now)).toMatchObject({ because: 'held' });
      await store().drop({ key: 'resource:a', owner: 'other' });
      expect(await store().commit(nextCommit(incident, {}, extras), now)).toEqual({ committed: false, because: 'over-limit', key: 'none' });
    });

    it('carries documents up to 64 KB and refuses larger ones', async () => {
      const empty = openingCommit(1, { why: '' }).incident;
      const room = 65_536 - Buffer.byteLength(JSON.stringify(empty));
      const largest = openingCommit(1, { why: `${'é'.repeat(Math.floor(room / 2))}${'x'.repeat(room % 2)}` });
      expect(Buffer.byteLength(JSON.stringify(largest.incident))).toBe(65_536);
      expect(await store().commit(largest, now)).toEqual({ committed: true });
      expect(await store().incident(largest.incident.id)).toEqual(largest.incident);
      await expect(store().commit(openingCommit(2, { why: 'x'.repeat(room + 1) }), now)).rejects.toMatchObject({ code: 'too-large' });
      expect(await store().incident(openingCommit(2).incident.id)).toBeUndefined();
    });

    it('refuses entries that would break the chain', async () => {
      const { incident } = await openFirst(store());
      const good = nextCommit(incident);
      const [entry] = good.entries;
      if (entry === undefined) throw new Error('a commit of one entry has one');
      const stranger = nextCommit({ ...incident, head: 'f'.repeat(64) });
      for (const bad of [
        { ...good, entries: [] },
        { ...good, entries: [{ ...entry, bytes: entry.bytes.replace('moved', 'ended') }] },
        { ...good, entries: [entry, entry] },
        { ...good, entries: nextCommit({ ...incident, id: openingCommit(2).incident.id }).entries },
        stranger,
      ])
        await expect(store().commit(bad, now)).rejects.toMatchObject({ code: 'ledger-broken' });
      expect(await store().incident(incident.id)).toEqual(incident);
      expect(await store().commit(good, now)).toEqual({ committed: true });
    });

    it('refuses a version that does not go up, and a claim named twice', async () => {
      const { incident } = await openFirst(store());
      const next = nextCommit(incident);
      const same = { ...next, incident: { ...next.incident, version: incident.version } };
      await expect(store().commit(same, now)).rejects.toMatchObject({ code: 'bad-input' });
      const twice = [
        { key: 'echo:a', owner: 'a' },
        { key: 'echo:a', owner: 'b' },
      ] as const;
      await expect(store().commit({ ...next, take: twice }, now)).rejects.toMatchObject({ code: 'bad-input' });
    });

    it('is seen through another handle, and is still there when the first one was closed', async ({ skip }) => {
      const { reopen } = opened();
      if (reopen === undefined) return skip('this store ends with its handle');
      const other = await reopen();
      const { incident } = await openFirst(store());
      expect(await other.incident(incident.id)).toEqual(incident);
      const next = nextCommit(incident, { stage: 'decision' }, { durable: true });
      await other.commit(next, now);
      expect(await store().incident(incident.id)).toEqual(next.incident);
      await store().close();
      await other.close();
      const later = await reopen();
      expect(await later.incident(incident.id)).toEqual(next.incident);
      expect(await collected(later.entries(incident.id))).toHaveLength(2);
    });
  });
}

async function openFirst(store: Store): Promise<ReturnType<typeof openingCommit>> {
  const change = openingCommit(1);
  expect(await store.commit(change, now)).toEqual({ committed: true });
  return change;
}
