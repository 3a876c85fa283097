import type { Entry } from '#domain/entry.ts';
import type { Claim, ClaimKey } from '#ports/store.ts';
import { type Item, keyOf, timeToLive } from './table.ts';

/** DynamoDB may delete an item this long after it expired, so that a process whose clock is behind still sees it. */
const graceSeconds = 86_400;

/** Epoch seconds at which DynamoDB may delete an item that expires at a time in milliseconds. */
export const expiry = (until: number): { readonly N: string } => ({ N: String(Math.ceil(until / 1000) + graceSeconds) });

/** A claim as an item; without an end it has no expiry. */
export const claimItem = ({ key, owner, until }: Claim): Item => ({
  ...keyOf.claim(key),
  owner: { S: owner },
  ...(until === undefined ? {} : { until: { N: String(until) }, [timeToLive]: expiry(until) }),
});

/** The claim in an item. */
export const readClaim = (key: ClaimKey, item: Item): Claim => ({
  key,
  owner: item['owner']?.S ?? '',
  ...(item['until']?.N === undefined ? {} : { until: Number(item['until'].N) }),
});

/** Taken when free, expired or held by one of these owners. */
export const claimCondition = (owners: readonly string[], now: number) => ({
  ConditionExpression: `attribute_not_exists(pk) OR #until <= :now OR #owner IN (${ownerNames(owners)})`,
  ExpressionAttributeNames: { '#until': 'until', '#owner': 'owner' },
  ExpressionAttributeValues: { ':now': { N: String(now) }, ...ownerValues(owners) },
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
});

/** Free, or held by one of these owners. */
export const ownCondition = (owners: readonly string[]) => ({
  ConditionExpression: `attribute_not_exists(pk) OR #owner IN (${ownerNames(owners)})`,
  ExpressionAttributeNames: { '#owner': 'owner' },
  ExpressionAttributeValues: ownerValues(owners),
});

/** Held by none of these owners. */
export const foreignCondition = (owners: readonly string[]) => ({
  ...ownCondition(owners),
  ConditionExpression: `attribute_not_exists(pk) OR NOT (#owner IN (${ownerNames(owners)}))`,
});

const ownerNames = (owners: readonly string[]): string => owners.map((_, n) => `:owner${n}`).join(', ');

const ownerValues = (owners: readonly string[]): Item => Object.fromEntries(owners.map((owner, n) => [`:owner${n}`, { S: owner }]));

/** An entry as an item; `stamp` tells the writer, when an answer was lost, that this item is its own. */
export const entryItem = (chain: string, entry: Entry, stamp: string): Item => ({
  ...keyOf.entry(chain, entry.seq),
  hash: { S: entry.hash },
  bytes: { S: entry.bytes },
  stamp: { S: stamp },
});

/** The entry in an item. */
export const readEntryItem = (item: Item): Entry => ({
  seq: Number(item['sk']?.S),
  hash: item['hash']?.S ?? '',
  bytes: item['bytes']?.S ?? '',
});
