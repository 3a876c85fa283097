import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admitted } from './admitted.ts';

describe('how far a stream is admitted', () => {
  test('never passes an event that is still under way, whatever the order in which they end', () => {
    const orders = fc.integer({ min: 1, max: 30 }).chain((count) =>
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, index) => index + 1),
        { minLength: count, maxLength: count },
      ),
    );
    fc.assert(
      fc.property(orders, (order) => {
        const reached = admitted(undefined);
        for (let seq = 1; seq <= order.length; seq++) reached.began('s', seq);
        const done = new Set<number>();
        let after = 0;
        for (const seq of order) {
          done.add(seq);
          after = reached.ended('s', seq)?.after ?? after;
          for (let each = 1; each <= after; each++) expect(done.has(each)).toBe(true);
        }
        expect(after).toBe(order.length);
      }),
    );
  });

  test('goes on where the cursor stood, and says nothing when it did not move', () => {
    const reached = admitted({ stream: 's', after: 10 });
    reached.began('s', 11);
    reached.began('s', 12);
    expect(reached.ended('s', 12)).toBeUndefined();
    expect(reached.ended('s', 11)).toEqual({ stream: 's', after: 12 });
  });

  test('begins anew with another stream, where late ends of the old one count for nothing', () => {
    const reached = admitted({ stream: 'old', after: 500 });
    reached.began('old', 501);
    reached.began('new', 1);
    expect(reached.ended('old', 501)).toBeUndefined();
    expect(reached.ended('new', 1)).toEqual({ stream: 'new', after: 1 });
  });
});
