import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { checkCommit } from '#adapters/memory/checked-commit.ts';
import { readIncident } from '#adapters/memory/stored-incident.ts';
import type { Claim, ClaimKey, Commit, Committed, Store } from '#ports/store.ts';
import { append, entriesAfter } from './chains.ts';
import { guarded, refuseTooLarge } from './dynamo-error.ts';
import { claimCondition, claimItem, ownCondition, readClaim } from './items.ts';
import { listed } from './listings.ts';
import { type Item, type Key, keyOf } from './table.ts';
import { refusal, transaction } from './transaction.ts';
import { untilDone } from './until-done.ts';

/** A table, and either a client to use or the options to make one with. */
type DynamoStoreOptions = { readonly table: string } & ({ readonly client: DynamoDBClient } | { readonly options: DynamoDBClientConfig });

/** The store in one DynamoDB table (`createTable`). Listings may be a moment late; everything else is consistent. Throws HealError. */
export function dynamoStore(given: DynamoStoreOptions): Store {
  const { table } = given;
  const client = 'client' in given ? given.client : new DynamoDBClient({ maxAttempts: 8, ...given.options });
  const call = <T>(work: () => Promise<T>): Promise<T> => guarded(table, work);
  const get = async (key: Key): Promise<Item | undefined> =>
    (await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;

  return {
    commit: (change, now) => call(() => commit(client, table, change, now)),
    incident: (id) =>
      call(async () => {
        const item = await get(keyOf.incident(id));
        return item && readIncident(id, item['document']?.S ?? '');
      }),
    incidents: (list, page) => call(() => listed(client, table, list, page)),
    async *entries(chain, after = 0) {
      let last = after;
      for (;;) {
        const page = await call(() => entriesAfter(client, table, chain, last));
        yield* page;
        const newest = page.at(-1);
        if (newest === undefined) return;
        last = newest.seq;
      }
    },
    append: (chain, make) => call(() => append(client, table, chain, make)),
    holder: (key, now) =>
      call(async () => {
        const item = await get(keyOf.claim(key));
        const claim = item && readClaim(key, item);
        return claim?.until !== undefined && claim.until <= now ? undefined : claim;
      }),
    take: (claim, now) => call(() => take(client, table, claim, now)),
    drop: (claim) => call(() => drop(client, table, claim)),
    keep: (key, value) =>
      call(async () => {
        const item = { ...keyOf.kept(key), value: { S: value } };
        refuseTooLarge(`the value kept under ${key}`, [item]);
        await client.send(new PutItemCommand({ TableName: table, Item: item }));
      }),
    kept: (key) => call(async () => (await get(keyOf.kept(key)))?.['value']?.S),
    async close() {
      if (!('client' in given)) client.destroy();
    },
  };
}

async function commit(client: DynamoDBClient, table: string, change: Commit, now: number): Promise<Committed> {
  const draft = { table, change, checked: checkCommit(change), now, stamp: randomUUID(), foreign: new Set<ClaimKey>() };
  return untilDone(`Committing ${change.incident.id} to DynamoDB table ${table}`, async () => {
    const parts = transaction(draft);
    const writes = parts.map(({ write }) => write);
    refuseTooLarge(`A commit of ${change.incident.id}`, writes);
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
      return { committed: true };
    } catch (error) {
      const refused = error instanceof TransactionCanceledException ? refusal(parts, error.CancellationReasons ?? []) : undefined;
      if (refused === undefined) throw error;
      return refused;
    }
  });
}

async function take(client: DynamoDBClient, table: string, claim: Claim, now: number): Promise<Claim | undefined> {
  try {
    await client.send(new PutItemCommand({ TableName: table, Item: claimItem(claim), ...claimCondition([claim.owner], now) }));
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException && error.Item !== undefined) return readClaim(claim.key, error.Item);
    throw error;
  }
}

async function drop(client: DynamoDBClient, table: string, { key, owner }: Claim): Promise<void> {
  try {
    await client.send(new DeleteItemCommand({ TableName: table, Key: keyOf.claim(key), ...ownCondition([owner]) }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
