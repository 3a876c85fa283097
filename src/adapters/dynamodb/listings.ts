import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { pageSize, readCursor, writeCursor } from '#adapters/memory/cursor.ts';
import { isListed, keysOf, readIncident } from '#adapters/memory/stored-incident.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Listing, Page } from '#ports/store.ts';
import { indexFor, keyOf, positionOf, rankAfter, rankOf } from './table.ts';
import { untilDone } from './until-done.ts';

/** The most items that one BatchGetItem reads. */
const batchLimit = 100;

/**
 * One page of a listing. The index answers in order, though a moment late; the documents are then read consistently, and those
 * that have left the listing meanwhile are left out.
 */
export async function listed(
  client: DynamoDBClient,
  table: string,
  list: Listing,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<IncidentDocument>> {
  const limit = pageSize(page.limit);
  const position = page.cursor === undefined ? undefined : readCursor(list.by, page.cursor);
  const found: { readonly rank: string; readonly incident: IncidentDocument }[] = [];
  let after = position && rankOf(position.at, position.id);
  for (let more = true; more && found.length <= limit; ) {
    const wanted = Math.min(batchLimit, limit + 1 - found.length);
    const keys = await client.send(new QueryCommand({ TableName: table, Limit: wanted, ...rangeOf(list, after) }));
    const ranks = (keys.Items ?? []).flatMap((item) => item[indexFor(list).index.rank]?.S ?? []);
    const incidents = await documents(
      client,
      table,
      ranks.map((rank) => positionOf(rank).id),
    );
    for (const rank of ranks) {
      const incident = incidents.get(positionOf(rank).id);
      if (incident !== undefined && isListed(keysOf(incident), list)) found.push({ rank, incident });
    }
    after = ranks.at(-1);
    more = keys.LastEvaluatedKey !== undefined && after !== undefined;
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ incident }) => incident),
    cursor: found.length > limit && last !== undefined ? writeCursor(list.by, positionOf(last.rank)) : undefined,
  };
}

/** The part of an index that follows a rank, in the listing's order. */
function rangeOf(list: Listing, after: string | undefined) {
  const { index, group } = indexFor(list);
  const soonestFirst = list.by === 'due';
  return {
    IndexName: index.name,
    ScanIndexForward: soonestFirst,
    KeyConditionExpression: soonestFirst ? '#group = :group AND #rank BETWEEN :from AND :to' : '#group = :group AND #rank < :from',
    ExpressionAttributeNames: { '#group': index.group, '#rank': index.rank },
    ExpressionAttributeValues: {
      ':group': { S: group },
      ...(soonestFirst
        ? { ':from': { S: after === undefined ? '0' : `${after}!` }, ':to': { S: rankAfter(list.before) } }
        : { ':from': { S: after ?? '~' } }),
    },
  };
}

async function documents(client: DynamoDBClient, table: string, ids: readonly string[]): Promise<ReadonlyMap<string, IncidentDocument>> {
  const found = new Map<string, IncidentDocument>();
  let keys: Record<string, AttributeValue>[] = [...new Set(ids)].map((id) => keyOf.incident(id));
  return untilDone(`Reading a page of incidents in DynamoDB table ${table}`, async () => {
    if (keys.length === 0) return found;
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }));
    for (const item of answer.Responses?.[table] ?? []) {
      const id = item['pk']?.S?.slice('incident#'.length) ?? '';
      found.set(id, readIncident(id, item['document']?.S ?? ''));
    }
    keys = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    return keys.length === 0 ? found : 'again';
  });
}
