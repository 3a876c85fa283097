import { type AttributeValue, type CreateTableCommandInput, DynamoDB } from '@aws-sdk/client-dynamodb';
import { type Environment, type Seeding, tagList, tags } from './seeding.ts';

/** Table names. */
export interface DemoTables {
  /** Tags, time to live, a stream and an index: everything that a restore loses. */
  readonly orders: string;
  readonly sessions: string;
  readonly carts: string;
  /** Tagged production. */
  readonly payments: string;
}

interface Table {
  readonly key: string;
  readonly environment: Environment;
  readonly expires?: string;
  readonly more?: Partial<CreateTableCommandInput>;
  readonly items: readonly Readonly<Record<string, AttributeValue>>[];
}

const text = (value: string): AttributeValue => ({ S: value });
const number = (value: number): AttributeValue => ({ N: String(value) });
const order = (orderId: string, customerId: string, total: number): Readonly<Record<string, AttributeValue>> => ({
  orderId: text(orderId),
  customerId: text(customerId),
  placedAt: text('2026-11-19T09:30:00Z'),
  total: number(total),
});

const tables: Readonly<Record<keyof DemoTables, Table>> = {
  orders: {
    key: 'orderId',
    environment: 'staging',
    expires: 'expiresAt',
    more: {
      AttributeDefinitions: [
        { AttributeName: 'orderId', AttributeType: 'S' },
        { AttributeName: 'customerId', AttributeType: 'S' },
        { AttributeName: 'placedAt', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-customer',
          KeySchema: [
            { AttributeName: 'customerId', KeyType: 'HASH' },
            { AttributeName: 'placedAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
    items: [order('HC-1001', 'ada', 24), order('HC-1002', 'grace', 48.2), order('HC-1003', 'ada', 12.5)],
  },
  sessions: {
    key: 'sessionId',
    environment: 'staging',
    expires: 'expiresAt',
    items: [{ sessionId: text('s-1'), customerId: text('ada') }],
  },
  carts: { key: 'cartId', environment: 'development', items: [{ cartId: text('c-1'), beans: number(2) }] },
  payments: {
    key: 'paymentId',
    environment: 'production',
    items: [{ paymentId: text('p-1'), orderId: text('HC-1001'), amount: number(24) }],
  },
};

/** Four tables with a few items and point-in-time recovery, so that a deleted one can come back. */
export async function seedTables({ client }: Seeding): Promise<DemoTables> {
  const dynamodb = new DynamoDB(client);
  await Promise.all(Object.entries(tables).map(([name, table]) => seedTable(dynamodb, name, table)));
  dynamodb.destroy();
  return { orders: 'orders', sessions: 'sessions', carts: 'carts', payments: 'payments' };
}

async function seedTable(dynamodb: DynamoDB, TableName: string, table: Table): Promise<void> {
  await dynamodb.createTable({
    TableName,
    KeySchema: [{ AttributeName: table.key, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: table.key, AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    Tags: tagList(tags(TableName, table.environment, 'alice')),
    ...table.more,
  });
  const ttl = table.expires === undefined ? undefined : { Enabled: true, AttributeName: table.expires };
  await Promise.all([
    ...table.items.map((Item) => dynamodb.putItem({ TableName, Item })),
    ...(ttl === undefined ? [] : [dynamodb.updateTimeToLive({ TableName, TimeToLiveSpecification: ttl })]),
    dynamodb.updateContinuousBackups({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  ]);
}
