import type { CreateTableInput } from '@aws-sdk/client-dynamodb';
import type { Json } from '#domain/json.ts';
import { type Clients, told } from './variant.ts';

/** Makes a table with one item, on demand unless told otherwise. */
export async function makeTable({ dynamodb }: Clients, TableName: string, more: Partial<CreateTableInput> = {}): Promise<string> {
  await dynamodb.createTable({
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    ...more,
  });
  await dynamodb.putItem({ TableName, Item: { id: { S: '1' } } });
  return TableName;
}

/** Every table with its settings, but for one aspect of one of them; all when none is named. */
export async function allTablesBut({ dynamodb }: Clients, table: string, aspect?: 'protection' | 'recovery'): Promise<Json> {
  const { TableNames = [] } = await dynamodb.listTables({});
  const pictures = TableNames.toSorted().map(async (TableName) => {
    const { Table = {} } = await dynamodb.describeTable({ TableName });
    const seen = (each: typeof aspect): boolean => TableName !== table || aspect !== each;
    return [
      await told(Promise.resolve(seen('protection') ? Table : { ...Table, DeletionProtectionEnabled: null })),
      seen('recovery') ? await told(dynamodb.describeContinuousBackups({ TableName })) : null,
      await told(dynamodb.describeTimeToLive({ TableName })),
      await told(dynamodb.listTagsOfResource({ ResourceArn: Table.TableArn })),
    ];
  });
  return Promise.all(pictures);
}
