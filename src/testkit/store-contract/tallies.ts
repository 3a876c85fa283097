import { describe, expect, it } from 'vitest';
import type { Committed, Store } from '#ports/store.ts';
import { incidentId, openingCommit } from '#testkit/commits.ts';
import type { OpenStore } from '#testkit/store-contract.ts';
import { handles } from './handles.ts';

const now = 1_795_000_000_000;
const tally = (key: string, limit: number) => ({ key, limit, keepUntil: now + 60_000 });

/** Tallies: a window's count, checked and raised in the same transaction. */
export function tallyCases(opened: () => OpenStore): void {
  const store = (): Store => opened().store;
  const open = (n: number, ...keys: readonly ReturnType<typeof tally>[]): Promise<Committed> =>
    store().commit(openingCommit(n, {}, { tally: keys }), now);

  describe('a tally', () => {
    it('lets as many commits through as its limit says', async () => {
      expect(await open(1, tally('window', 2))).toEqual({ committed: true });
      expect(await open(2, tally('window', 2))).toEqual({ committed: true });
      expect(await open(3, tally('window', 2))).toEqual({ committed: false, because: 'over-limit', key: 'window' });
      expect(await store().incident(incidentId(3))).toBeUndefined();
    });

    it('goes by the limit of the commit that asks', async () => {
      await open(1, tally('window', 1));
      expect(await open(2, tally('window', 1))).toMatchObject({ because: 'over-limit' });
      expect(await open(2, tally('window', 3))).toEqual({ committed: true });
    });

    it('with a limit of nothing lets nothing through', async () => {
      expect(await open(1, tally('window', 0))).toEqual({ committed: false, because: 'over-limit', key: 'window' });
    });

    it('counts each key for itself, and counts nothing when another key is over its limit', async () => {
      await open(1, tally('full', 1));
      expect(await open(2, tally('open', 1), tally('full', 1))).toEqual({ committed: false, because: 'over-limit', key: 'full' });
      expect(await open(2, tally('open', 1))).toEqual({ committed: true });
    });

    it('of 5 lets exactly 5 of 32 through that come at once', async () => {
      const [one, other] = await handles(opened());
      const answers = await Promise.all(
        Array.from({ length: 32 }, (_, n) => (n % 2 ? one : other).commit(openingCommit(n, {}, { tally: [tally('window', 5)] }), now)),
      );
      expect(answers.filter((answer) => answer.committed)).toHaveLength(5);
      expect(answers.filter((answer) => !answer.committed && answer.because === 'over-limit')).toHaveLength(27);
      expect((await store().incidents({ by: 'opened' }, { limit: 100 })).items).toHaveLength(5);
    });
  });
}
