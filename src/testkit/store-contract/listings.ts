import { describe, expect, it } from 'vitest';
import type { IncidentDocument } from '#domain/incident.ts';
import { resourceKey } from '#domain/resource-ref.ts';
import type { Listing, Store } from '#ports/store.ts';
import { aBucket, nextCommit, openingCommit } from '#testkit/commits.ts';
import type { OpenStore } from '#testkit/store-contract.ts';

const now = 1_795_000_000_000;
const shared = aBucket('shared');
const otherAccount = '210987654321';

/** Listings: each order, each filter, pages that stay right while new incidents arrive. */
export function listingCases(opened: () => OpenStore): void {
  const store = (): Store => opened().store;
  describe('a listing', () => {
    it.each([
      { what: 'all', list: { by: 'opened' }, wanted: () => true },
      {
        what: 'of an account',
        list: { by: 'opened', account: otherAccount },
        wanted: (one: IncidentDocument) => one.resource.account === otherAccount,
      },
      { what: 'at a place', list: { by: 'place', place: 'approval' }, wanted: (one: IncidentDocument) => one.stage === 'approval' },
      {
        what: 'of a resource',
        list: { by: 'resource', resource: resourceKey(shared) },
        wanted: (one: IncidentDocument) => one.resource.id === 'shared',
      },
    ] as const)('of incidents, $what, is newest first over all its pages', async ({ list, wanted }) => {
      const all = await seeded(store(), 24);
      const expected = all
        .filter(wanted)
        .toSorted((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(6);
      expect(expected.length === all.length).toBe(list.by === 'opened' && !('account' in list));
      const pages = await paged(store(), list, 3);
      expect(pages.length).toBeGreaterThan(2);
      expect(pages.flat()).toEqual(expected);
    });

    it('of what is due is soonest first and leaves out what is due later or never', async () => {
      const all = await seeded(store(), 24);
      const before = now + 4000;
      const expected = all
        .filter(({ due }) => due !== undefined && due <= before)
        .toSorted((a, b) => (a.due ?? 0) - (b.due ?? 0) || (a.id < b.id ? -1 : 1));
      expect(expected.some(({ due }) => due === before)).toBe(true);
      expect(all.some(({ due }) => due !== undefined && due > before)).toBe(true);
      expect(all.some(({ due }) => due === undefined)).toBe(true);
      const pages = await paged(store(), { by: 'due', before }, 3);
      expect(pages.length).toBeGreaterThan(2);
      expect(pages.flat()).toEqual(expected.map(({ id }) => id));
    });

    it('repeats and skips nothing while new incidents arrive between its pages', async () => {
      const all = await seeded(store(), 9);
      const seen: string[] = [];
      let cursor: string | undefined;
      let n = 100;
      do {
        const page = await store().incidents({ by: 'opened' }, { limit: 2, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
        n += 1;
        await store().commit(openingCommit(n, { openedAt: now + 1_000_000 + n }), now);
      } while (cursor !== undefined);
      expect(seen).toHaveLength(all.length);
      expect(new Set(seen)).toEqual(new Set(all.map(({ id }) => id)));
    });

    it('has no cursor when a page holds exactly the rest, and no items when there are none', async () => {
      expect(await store().incidents({ by: 'opened' }, { limit: 3 })).toEqual({ items: [], cursor: undefined });
      await seeded(store(), 3);
      const page = await store().incidents({ by: 'opened' }, { limit: 3 });
      expect(page.items).toHaveLength(3);
      expect(page.cursor).toBeUndefined();
    });

    it('follows an incident as it moves and as it becomes due', async () => {
      const { incident } = openingCommit(1, { due: now });
      await store().commit(openingCommit(1, { due: now }), now);
      const later = nextCommit(incident, { stage: 'decision', due: now + 500 });
      await store().commit(later, now);
      const ids = async (list: Listing): Promise<readonly string[]> =>
        (await store().incidents(list, { limit: 5 })).items.map(({ id }) => id);
      expect(await ids({ by: 'place', place: 'diagnosis' })).toEqual([]);
      expect(await ids({ by: 'place', place: 'decision' })).toEqual([incident.id]);
      expect(await ids({ by: 'due', before: now + 499 })).toEqual([]);
      expect(await ids({ by: 'due', before: now + 500 })).toEqual([incident.id]);
    });

    it('carries whole documents', async () => {
      const change = openingCommit(1, { title: 'Größe ✓ 漢字' });
      await store().commit(change, now);
      expect((await store().incidents({ by: 'opened' }, { limit: 1 })).items).toEqual([change.incident]);
    });

    it('refuses a cursor of another listing, one that is none, and pages of nothing', async () => {
      await seeded(store(), 3);
      const { cursor } = await store().incidents({ by: 'opened' }, { limit: 1 });
      expect(cursor).toBeTypeOf('string');
      const refused = { code: 'bad-input' };
      await expect(store().incidents({ by: 'due', before: now }, { limit: 1, cursor })).rejects.toMatchObject(refused);
      await expect(store().incidents({ by: 'opened' }, { limit: 1, cursor: 'none' })).rejects.toMatchObject(refused);
      await expect(store().incidents({ by: 'opened' }, { limit: 0 })).rejects.toMatchObject(refused);
    });
  });
}

/** Incidents in a shuffled order, two in each millisecond, over two accounts, two places and a shared resource. */
async function seeded(store: Store, count: number): Promise<readonly IncidentDocument[]> {
  const all: IncidentDocument[] = [];
  for (let i = 0; i < count; i++) {
    const n = (i * 7) % count;
    const { due, ...change } = fieldsOf(n);
    const opening = openingCommit(n, due === undefined ? change : { ...change, due });
    expect(await store.commit(opening, now)).toEqual({ committed: true });
    all.push(opening.incident);
  }
  expect(new Set(all.map(({ id }) => id)).size).toBe(count);
  return all;
}

const fieldsOf = (n: number) => ({
  openedAt: now + Math.floor(n / 2),
  stage: n % 3 === 0 ? ('approval' as const) : ('diagnosis' as const),
  resource: n % 3 === 1 ? shared : aBucket(`bucket-${n}`, n % 2 === 0 ? otherAccount : shared.account),
  due: n % 4 === 3 ? undefined : now + Math.abs(10 - n) * 500,
});

async function paged(store: Store, list: Listing, limit: number): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await store.incidents(list, { limit, cursor });
    pages.push(page.items.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}
