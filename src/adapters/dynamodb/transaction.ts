import type { CancellationReason, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { broken, type CheckedCommit } from '#adapters/memory/checked-commit.ts';
import { keysOf } from '#adapters/memory/stored-incident.ts';
import type { ClaimKey, Commit, Committed } from '#ports/store.ts';
import { claimCondition, claimItem, entryItem, expiry, foreignCondition, ownCondition, readClaim } from './items.ts';
import { type Item, indexAttributes, keyOf, timeToLive } from './table.ts';

/** One write of a transaction, and what it means when its condition fails; `again`: the transaction has to be built anew. */
interface Part {
  readonly write: TransactWriteItem;
  readonly refused: (stored: Item | undefined) => Committed | 'again';
}

/** What a commit needs to become a transaction. */
interface Draft {
  readonly table: string;
  readonly change: Commit;
  readonly checked: CheckedCommit;
  readonly now: number;
  /** Unique to this commit: an item that carries it was written by it, though its answer was lost. */
  readonly stamp: string;
  /** Claims to drop that turned out to be held by others; they stay, and the transaction only checks that this is still so. */
  readonly foreign: Set<ClaimKey>;
}

/** The writes of a commit, in the order in which refusals are reported. */
export function transaction(draft: Draft): readonly Part[] {
  const { table, change, stamp } = draft;
  const { incident, entries, tally = [] } = change;
  return [
    incidentPart(draft),
    ...claimParts(draft),
    ...tally.map(({ key, limit, keepUntil }) => ({
      write: {
        Update: {
          TableName: table,
          Key: keyOf.tally(key),
          UpdateExpression: 'ADD #count :one SET #expires = :expires',
          ConditionExpression: limit < 1 ? '#count < :limit' : 'attribute_not_exists(pk) OR #count < :limit',
          ExpressionAttributeNames: { '#count': 'count', '#expires': timeToLive },
          ExpressionAttributeValues: { ':one': { N: '1' }, ':limit': { N: String(limit) }, ':expires': expiry(keepUntil) },
        },
      },
      refused: (): Committed => ({ committed: false, because: 'over-limit', key }),
    })),
    ...entries.map((entry) => ({
      write: { Put: { TableName: table, Item: entryItem(incident.id, entry, stamp), ConditionExpression: 'attribute_not_exists(pk)' } },
      refused: () => {
        throw broken(incident.id, `there is an entry ${entry.seq} already`);
      },
    })),
  ];
}

function incidentPart({ table, change: { incident, from }, checked: { text, follows }, stamp }: Draft): Part {
  const item: Item = {
    ...keyOf.incident(incident.id),
    ...indexAttributes(keysOf(incident)),
    version: { N: String(incident.version) },
    seq: { N: String(incident.entries) },
    hash: { S: incident.head },
    document: { S: text },
    stamp: { S: stamp },
  };
  const condition =
    from === 'new'
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :from AND #seq = :seq AND #hash = :hash',
          ExpressionAttributeNames: { '#version': 'version', '#seq': 'seq', '#hash': 'hash' },
          ExpressionAttributeValues: { ':from': { N: String(from) }, ':seq': { N: String(follows.seq) }, ':hash': { S: follows.hash } },
        };
  return {
    write: { Put: { TableName: table, Item: item, ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
    refused: (stored) => {
      if (stored?.['stamp']?.S === stamp) return { committed: true };
      if (stored?.['version']?.N === String(from))
        throw broken(incident.id, `its newest entry is ${stored['seq']?.N}, the commit follows another one with number ${follows.seq}`);
      return { committed: false, because: 'moved-on' };
    },
  };
}

function claimParts({ table, change: { take = [], drop = [] }, now, foreign }: Draft): readonly Part[] {
  const droppers = Map.groupBy(drop, ({ key }) => key);
  const ownersOf = (key: ClaimKey): readonly string[] => [...new Set(droppers.get(key)?.map(({ owner }) => owner))];
  const taken = new Set(take.map(({ key }) => key));
  const takes = take.map((claim) => ({
    write: {
      Put: { TableName: table, Item: claimItem(claim), ...claimCondition([...new Set([claim.owner, ...ownersOf(claim.key)])], now) },
    },
    refused: (stored: Item | undefined): Committed | 'again' =>
      stored === undefined ? 'again' : { committed: false, because: 'held', claim: readClaim(claim.key, stored) },
  }));
  const drops = [...droppers.keys()]
    .filter((key) => !taken.has(key))
    .map((key) => {
      const target = { TableName: table, Key: keyOf.claim(key) };
      return foreign.has(key)
        ? {
            write: { ConditionCheck: { ...target, ...foreignCondition(ownersOf(key)) } },
            refused: (): 'again' => again(() => foreign.delete(key)),
          }
        : { write: { Delete: { ...target, ...ownCondition(ownersOf(key)) } }, refused: (): 'again' => again(() => foreign.add(key)) };
    });
  return [...takes, ...drops];
}

function again(learn: () => unknown): 'again' {
  learn();
  return 'again';
}

const passing: readonly (string | undefined)[] = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** What a cancelled transaction means: the first refusal in order, `again` when it is worth another try, nothing when neither. */
export function refusal(parts: readonly Part[], reasons: readonly CancellationReason[]): Committed | 'again' | undefined {
  let worthIt = reasons.some(({ Code }) => passing.includes(Code));
  for (const [n, part] of parts.entries()) {
    const reason = reasons[n];
    if (reason?.Code !== 'ConditionalCheckFailed') continue;
    const answer = part.refused(reason.Item);
    if (answer !== 'again') return answer;
    worthIt = true;
  }
  return worthIt ? 'again' : undefined;
}
