import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { checkNext, refuseIncidentChain } from '#adapters/memory/checked-commit.ts';
import { type Entry, genesis, type Head } from '#domain/entry.ts';
import { refuseTooLarge } from './dynamo-error.ts';
import { entryItem, readEntryItem } from './items.ts';
import { keyOf } from './table.ts';
import { untilDone } from './until-done.ts';

/** The next entries of a chain after a number, consistently; none at the end. */
export async function entriesAfter(client: DynamoDBClient, table: string, chain: string, after: number): Promise<readonly Entry[]> {
  const { pk, sk } = keyOf.entry(chain, after);
  const answer = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: { ':pk': pk, ':after': sk },
    }),
  );
  return (answer.Items ?? []).map(readEntryItem);
}

/** Puts the next entry under a number that only one writer can get; the others make theirs anew. */
export async function append(client: DynamoDBClient, table: string, chain: string, make: (head: Head) => Entry): Promise<Entry> {
  refuseIncidentChain(chain);
  return untilDone(`Appending to ${chain} in DynamoDB table ${table}`, async () => {
    const head = await headOf(client, table, chain);
    const entry = make(head);
    checkNext(chain, head, entry);
    return (await putEntry(client, table, chain, entry)) ? entry : 'again';
  });
}

async function headOf(client: DynamoDBClient, table: string, chain: string): Promise<Head> {
  const answer = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 1,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': keyOf.entry(chain, 0).pk },
    }),
  );
  const newest = answer.Items?.[0];
  if (newest === undefined) return genesis;
  const { seq, hash } = readEntryItem(newest);
  return { seq, hash };
}

/** False when somebody else has this number; true also when our own answer was lost and the SDK tried again. */
async function putEntry(client: DynamoDBClient, table: string, chain: string, entry: Entry): Promise<boolean> {
  const stamp = randomUUID();
  const item = entryItem(chain, entry, stamp);
  refuseTooLarge(`Entry ${entry.seq} of ${chain}`, [item]);
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error.Item?.['stamp']?.S === stamp;
    throw error;
  }
}
