import { type Entry, genesis, type Head } from '#domain/entry.ts';
import type { Claim, ClaimKey, Commit, Committed, Store } from '#ports/store.ts';
import { broken, checkCommit, checkNext, refuseIncidentChain } from './checked-commit.ts';
import { type Listed, listed } from './listed.ts';
import { keysOf, readIncident } from './stored-incident.ts';

interface Row extends Listed, Head {
  readonly version: number;
}

/** A store in the memory of this process, for tests and short runs. Documents are kept as text, so nobody shares objects with it. */
export function memoryStore(): Store {
  const rows = new Map<string, Row>();
  const chains = new Map<string, Entry[]>();
  const claims = new Map<ClaimKey, Claim>();
  const tallies = new Map<string, number>();
  const values = new Map<string, string>();

  const chainOf = (chain: string): Entry[] => {
    const entries = chains.get(chain) ?? [];
    chains.set(chain, entries);
    return entries;
  };
  const holderOf = (key: ClaimKey, now: number): Claim | undefined => {
    const claim = claims.get(key);
    return claim !== undefined && (claim.until === undefined || claim.until > now) ? claim : undefined;
  };
  const release = (claim: Claim): void => {
    if (claims.get(claim.key)?.owner === claim.owner) claims.delete(claim.key);
  };
  const refusal = ({ incident, from, take = [], drop = [], tally = [] }: Commit, follows: Head, now: number): Committed | undefined => {
    const row = rows.get(incident.id);
    if (from === 'new' ? row !== undefined : row?.version !== from) return { committed: false, because: 'moved-on' };
    const head = row ?? genesis;
    if (head.seq !== follows.seq || head.hash !== follows.hash)
      throw broken(incident.id, `its newest entry is ${head.seq}, the commit follows ${follows.seq}`);
    const held = take.map((claim) => ({ claim, holder: holderOf(claim.key, now) })).find((pair) => isHeldByOther(pair, drop));
    if (held?.holder !== undefined) return { committed: false, because: 'held', claim: held.holder };
    const over = tally.find(({ key, limit }) => (tallies.get(key) ?? 0) + 1 > limit);
    return over && { committed: false, because: 'over-limit', key: over.key };
  };
  const write = ({ incident, entries, take = [], drop = [], tally = [] }: Commit, text: string): void => {
    rows.set(incident.id, { ...keysOf(incident), seq: incident.entries, hash: incident.head, version: incident.version, text });
    chainOf(incident.id).push(...entries);
    for (const claim of drop) release(claim);
    for (const claim of take) claims.set(claim.key, claim);
    for (const { key } of tally) tallies.set(key, (tallies.get(key) ?? 0) + 1);
  };

  return {
    async commit(change, now) {
      const { text, follows } = checkCommit(change);
      const refused = refusal(change, follows, now);
      if (refused === undefined) write(change, text);
      return refused ?? { committed: true };
    },
    async incident(id) {
      const row = rows.get(id);
      return row && readIncident(id, row.text);
    },
    async incidents(list, page) {
      return listed(rows.values(), list, page);
    },
    async *entries(chain, after = 0) {
      yield* (chains.get(chain) ?? []).slice(after);
    },
    async append(chain, make) {
      refuseIncidentChain(chain);
      const entries = chainOf(chain);
      const head = entries.at(-1) ?? genesis;
      const entry = make(head);
      checkNext(chain, head, entry);
      entries.push(entry);
      return entry;
    },
    async holder(key, now) {
      return holderOf(key, now);
    },
    async take(claim, now) {
      const holder = holderOf(claim.key, now);
      if (holder !== undefined && holder.owner !== claim.owner) return holder;
      claims.set(claim.key, claim);
      return undefined;
    },
    async drop(claim) {
      release(claim);
    },
    async keep(key, value) {
      values.set(key, value);
    },
    async kept(key) {
      return values.get(key);
    },
    async close() {},
  };
}

/** A claim in the way of a commit: held by somebody else, and not dropped by the same commit. */
const isHeldByOther = ({ claim, holder }: { readonly claim: Claim; readonly holder: Claim | undefined }, drop: readonly Claim[]): boolean =>
  holder !== undefined &&
  holder.owner !== claim.owner &&
  !drop.some((dropped) => dropped.key === holder.key && dropped.owner === holder.owner);
