import { describe, expect, it } from 'vitest';
import type { Claim, Store } from '#ports/store.ts';
import { incidentId, nextCommit, openingCommit } from '#testkit/commits.ts';
import type { OpenStore } from '#testkit/store-contract.ts';
import { handles } from './handles.ts';

const now = 1_795_000_000_000;

/** Claims, in a commit and outside of one: the same rules. */
export function claimCases(opened: () => OpenStore): void {
  const store = (): Store => opened().store;
  const ways = [
    { way: 'alone', take: (claim: Claim, at: number) => store().take(claim, at) },
    { way: 'in a commit', take: takeInCommit(store) },
  ];

  describe.each(ways)('a claim taken $way', ({ take }) => {
    it('is taken when it is free, and its holder is known', async () => {
      const claim: Claim = { key: 'resource:ünï|1', owner: 'inc-a', until: now + 1000 };
      expect(await store().holder(claim.key, now)).toBeUndefined();
      expect(await take(claim, now)).toBeUndefined();
      expect(await store().holder(claim.key, now)).toEqual(claim);
    });

    it('is refused while somebody else holds it, and the holder keeps it', async () => {
      const claim: Claim = { key: 'lease:engine', owner: 'a', until: now + 1000 };
      await take(claim, now);
      expect(await take({ ...claim, owner: 'b' }, now + 999)).toEqual(claim);
      expect(await store().holder(claim.key, now + 999)).toEqual(claim);
    });

    it('is free from the millisecond at which it expires', async () => {
      const claim: Claim = { key: 'event:1', owner: 'a', until: now + 1000 };
      await take(claim, now);
      expect(await store().holder(claim.key, now + 1000)).toBeUndefined();
      expect(await take({ ...claim, owner: 'b', until: now + 5000 }, now + 1000)).toBeUndefined();
      expect((await store().holder(claim.key, now + 1000))?.owner).toBe('b');
    });

    it('is renewed by its owner, also to a shorter time', async () => {
      const claim: Claim = { key: 'lease:engine', owner: 'a', until: now + 1000 };
      await take(claim, now);
      expect(await take({ ...claim, until: now + 9000 }, now)).toBeUndefined();
      expect(await store().holder(claim.key, now + 8999)).toEqual({ ...claim, until: now + 9000 });
      expect(await take({ ...claim, until: now + 10 }, now)).toBeUndefined();
      expect(await store().holder(claim.key, now + 10)).toBeUndefined();
    });

    it('without an end is held for ever', async () => {
      const stop: Claim = { key: 'stop:all', owner: 'alice' };
      await take(stop, now);
      const later = now + 10 * 365 * 86_400_000;
      expect(await store().holder('stop:all', later)).toEqual(stop);
      expect(await take({ key: 'stop:all', owner: 'bob' }, later)).toEqual(stop);
    });

    it('is won by one of 32 who want it at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 32 }, (_, n) => take({ key: 'fingerprint:x', owner: `owner-${n}`, until: now + 1000 }, now)),
      );
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
      const winner = await store().holder('fingerprint:x', now);
      expect(winner?.owner).toBe(`owner-${answers.indexOf(undefined)}`);
      for (const answer of answers) if (answer !== undefined) expect(answer).toEqual(winner);
    });
  });

  describe('a claim', () => {
    it('is dropped by its owner and by nobody else', async () => {
      const claim: Claim = { key: 'resource:a', owner: 'a', until: now + 1000 };
      await store().take(claim, now);
      await store().drop({ ...claim, owner: 'b' });
      expect(await store().holder(claim.key, now)).toEqual(claim);
      await store().drop({ key: claim.key, owner: 'a' });
      expect(await store().holder(claim.key, now)).toBeUndefined();
      await store().drop(claim);
    });

    it('is dropped in a commit by its owner only, and the commit is stored all the same', async () => {
      const mine: Claim = { key: 'resource:mine', owner: 'a' };
      const theirs: Claim = { key: 'resource:theirs', owner: 'b' };
      await store().take(mine, now);
      await store().take(theirs, now);
      const drop = [mine, { ...theirs, owner: 'a' }, { key: 'resource:nobody', owner: 'a' }, mine] as const;
      expect(await store().commit(openingCommit(1, {}, { drop }), now)).toEqual({ committed: true });
      expect(await store().holder(mine.key, now)).toBeUndefined();
      expect(await store().holder(theirs.key, now)).toEqual(theirs);
    });

    it('stays when the commit that drops it is refused', async () => {
      const mine: Claim = { key: 'resource:mine', owner: 'a' };
      await store().take(mine, now);
      await store().commit(openingCommit(1), now);
      expect(await store().commit(openingCommit(1, {}, { drop: [mine] }), now)).toMatchObject({ because: 'moved-on' });
      expect(await store().holder(mine.key, now)).toEqual(mine);
    });

    it('passes from one owner to another in one commit', async () => {
      const held: Claim = { key: 'resource:a', owner: 'a' };
      await store().take(held, now);
      const passed: Claim = { key: 'resource:a', owner: 'b' };
      const wrong = openingCommit(1, {}, { drop: [{ ...held, owner: 'c' }], take: [passed] });
      expect(await store().commit(wrong, now)).toEqual({ committed: false, because: 'held', claim: held });
      expect(await store().commit(openingCommit(1, {}, { drop: [held], take: [passed] }), now)).toEqual({ committed: true });
      expect(await store().holder('resource:a', now)).toEqual(passed);
    });

    it('of one kind does not meet a claim of another kind with the same name', async () => {
      await store().take({ key: 'event:same', owner: 'a' }, now);
      expect(await store().take({ key: 'echo:same', owner: 'b' }, now)).toBeUndefined();
    });

    it('on one resource is won by one of 32 incidents that open at once', async () => {
      const [one, other] = await handles(opened());
      const answers = await Promise.all(
        Array.from({ length: 32 }, (_, n) =>
          (n % 2 ? one : other).commit(openingCommit(n, {}, { take: [{ key: 'fingerprint:f', owner: incidentId(n) }] }), now),
        ),
      );
      const winners = answers.flatMap((answer, n) => (answer.committed ? [incidentId(n)] : []));
      expect(winners).toEqual([(await store().holder('fingerprint:f', now))?.owner]);
      const { items } = await store().incidents({ by: 'opened' }, { limit: 100 });
      expect(items.map(({ id }) => id)).toEqual(winners);
    });
  });
}

/** Takes a claim by opening an incident of its own for it, so that only the claim can be refused. */
function takeInCommit(store: () => Store): (claim: Claim, at: number) => Promise<Claim | undefined> {
  let n = 0;
  return async (claim, at) => {
    n += 1;
    const opening = openingCommit(n);
    await store().commit(opening, at);
    const answer = await store().commit(nextCommit(opening.incident, {}, { take: [claim] }), at);
    if (answer.committed) return undefined;
    if (answer.because === 'held') return answer.claim;
    throw new Error(`a commit that only takes a claim was refused: ${answer.because}`);
  };
}
