import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { guarded } from './dynamo-error.ts';
import { indexes, timeToLive } from './table.ts';

/** Creates the store's table with its indexes and its expiry, and waits until it can be used; what is there already stays. Throws HealError. */
export async function createTable(client: DynamoDBClient, table: string): Promise<void> {
  await guarded(table, async () => {
    await create(client, table);
    await waitUntilTableExists({ client, maxWaitTime: 120, minDelay: 1, maxDelay: 5 }, { TableName: table });
    const { TimeToLiveDescription: expiry } = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
    if (expiry?.TimeToLiveStatus === 'ENABLED' || expiry?.TimeToLiveStatus === 'ENABLING') return;
    const specification = { Enabled: true, AttributeName: timeToLive };
    await client.send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification: specification }));
  });
}

async function create(client: DynamoDBClient, table: string): Promise<void> {
  const named = Object.values(indexes);
  const attributes = new Set(['pk', 'sk', ...named.flatMap(({ group, rank }) => [group, rank])]);
  const command = new CreateTableCommand({
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: Array.from(attributes, (name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keySchema('pk', 'sk'),
    GlobalSecondaryIndexes: named.map(({ name, group, rank }) => ({
      IndexName: name,
      KeySchema: keySchema(group, rank),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
