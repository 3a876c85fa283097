import type { DatabaseSync } from 'node:sqlite';
import type { Claim, ClaimKey, Tally } from '#ports/store.ts';

/** Expired rows stay this long, so that a process whose clock is behind still sees them; then they may be deleted. */
const graceMs = 3_600_000;

/** The claims and tallies of a file; every method runs inside the caller's transaction. */
export interface Claims {
  /** Nothing when taken or renewed; else the claim of who holds it. */
  take(claim: Claim, now: number): Claim | undefined;
  drop(claim: Claim): void;
  holder(key: ClaimKey, now: number): Claim | undefined;
  /** False when one more would pass the limit. */
  count(tally: Tally): boolean;
  /** Deletes a few hundred rows that expired long ago. */
  sweep(now: number): void;
}

/** Prepares the statements once. */
export function claims(sql: DatabaseSync): Claims {
  const take = sql.prepare(
    `INSERT INTO claims (key, owner, until) VALUES (:key, :owner, :until)
     ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
     WHERE claims.owner = excluded.owner OR claims.until <= :now`,
  );
  const drop = sql.prepare('DELETE FROM claims WHERE key = :key AND owner = :owner');
  const holder = sql.prepare('SELECT owner, until FROM claims WHERE key = :key AND (until IS NULL OR until > :now)');
  const count = sql.prepare(
    `INSERT INTO tallies (key, count, keep_until) SELECT :key, 1, :keepUntil WHERE :limit >= 1
     ON CONFLICT (key) DO UPDATE SET count = count + 1, keep_until = excluded.keep_until WHERE count < :limit`,
  );
  const sweepClaims = sql.prepare('DELETE FROM claims WHERE key IN (SELECT key FROM claims WHERE until <= :before LIMIT 500)');
  const sweepTallies = sql.prepare('DELETE FROM tallies WHERE key IN (SELECT key FROM tallies WHERE keep_until <= :before LIMIT 500)');

  const holderOf = (key: ClaimKey, now: number): Claim | undefined => {
    const row = holder.get({ key, now });
    if (row === undefined) return undefined;
    return { key, owner: String(row['owner']), ...(row['until'] === null ? {} : { until: Number(row['until']) }) };
  };
  return {
    take: ({ key, owner, until }, now) =>
      take.run({ key, owner, until: until ?? null, now }).changes === 1 ? undefined : holderOf(key, now),
    drop: ({ key, owner }) => void drop.run({ key, owner }),
    holder: holderOf,
    count: ({ key, limit, keepUntil }) => count.run({ key, limit, keepUntil }).changes === 1,
    sweep: (now) => {
      sweepClaims.run({ before: now - graceMs });
      sweepTallies.run({ before: now - graceMs });
    },
  };
}
