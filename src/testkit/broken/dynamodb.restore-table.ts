import type { CreateTableInput } from '@aws-sdk/client-dynamodb';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

async function makeTable({ dynamodb }: Clients, TableName: string, more: Partial<CreateTableInput> = {}): Promise<string> {
  const { TableDescription } = await dynamodb.createTable({
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    ...more,
  });
  for (const id of ['1', '2', '3']) await dynamodb.putItem({ TableName, Item: { id: { S: id }, what: { S: `${TableName} ${id}` } } });
  return TableDescription?.TableArn ?? '';
}

const capacity = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
/** A table with an index and with capacities that somebody chose. */
const provisioned: Partial<CreateTableInput> = {
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'what', AttributeType: 'S' },
  ],
  BillingMode: 'PROVISIONED',
  ProvisionedThroughput: capacity,
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-what',
      KeySchema: [{ AttributeName: 'what', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
      ProvisionedThroughput: capacity,
    },
  ],
};

/** They follow their load. */
async function scaled({ applicationAutoscaling }: Clients, TableName: string, index: string): Promise<void> {
  for (const ResourceId of [`table/${TableName}`, `table/${TableName}/index/${index}`]) {
    const kind = ResourceId.includes('/index/') ? 'index' : 'table';
    const of = { ServiceNamespace: 'dynamodb', ResourceId, ScalableDimension: `dynamodb:${kind}:ReadCapacityUnits` } as const;
    await applicationAutoscaling.registerScalableTarget({ ...of, MinCapacity: 5, MaxCapacity: 50 });
    await applicationAutoscaling.putScalingPolicy({
      ...of,
      PolicyName: `follow-${kind}`,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 70,
        PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' },
      },
    });
  }
}

/** As the console does: what scaled the table goes with it. */
const remove: Variant['break'] = async ({ applicationAutoscaling, dynamodb }, params) => {
  const TableName = text(params, 'tableName');
  const { ScalableTargets = [] } = await applicationAutoscaling.describeScalableTargets({ ServiceNamespace: 'dynamodb' });
  for (const { ServiceNamespace, ResourceId, ScalableDimension } of ScalableTargets)
    if (ResourceId?.startsWith(`table/${TableName}`) === true)
      await applicationAutoscaling.deregisterScalableTarget({ ServiceNamespace, ResourceId, ScalableDimension });
  await dynamodb.updateTable({ TableName, DeletionProtectionEnabled: false });
  await dynamodb.deleteTable({ TableName });
};

/** Every other table with its settings, and the items of all of them. */
async function neighbours({ dynamodb }: Clients, { tableName }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { TableNames = [] } = await dynamodb.listTables({});
  const pictures = TableNames.toSorted().map(async (TableName) => {
    const { Items = [] } = await dynamodb.scan({ TableName });
    const items = Items.toSorted((a, b) => ((a.id?.S ?? '') < (b.id?.S ?? '') ? -1 : 1)) as unknown as Json;
    const { Table } = await dynamodb.describeTable({ TableName });
    if (TableName === tableName) return { TableName, items, indexes: await told(Promise.resolve({ ...Table?.GlobalSecondaryIndexes })) };
    const tags = await told(dynamodb.listTagsOfResource({ ResourceArn: Table?.TableArn }));
    return { TableName, items, tags, table: await told(dynamodb.describeTable({ TableName })) };
  });
  return Promise.all(pictures);
}

export const variants: readonly Variant[] = [
  {
    title: 'a table with every setting, that scales with its index, is deleted, and has a backup of its own',
    async setUp(clients) {
      const { dynamodb } = clients;
      const TableName = 'orders';
      const stream = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const } };
      const ResourceArn = await makeTable(clients, TableName, { ...stream, ...provisioned, DeletionProtectionEnabled: true });
      await scaled(clients, TableName, 'by-what');
      await dynamodb.tagResource({ ResourceArn, Tags: [{ Key: 'environment', Value: 'staging' }] });
      await dynamodb.updateTimeToLive({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' } });
      await dynamodb.createBackup({ TableName, BackupName: 'nightly' });
      await makeTable(clients, 'customers');
      return { tableName: TableName };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'a table with an index and point-in-time recovery is deleted, and AWS keeps a last backup',
    async setUp(clients) {
      const TableName = 'sessions';
      await makeTable(clients, TableName, {
        AttributeDefinitions: [
          { AttributeName: 'id', AttributeType: 'S' },
          { AttributeName: 'what', AttributeType: 'S' },
        ],
        GlobalSecondaryIndexes: [
          { IndexName: 'by-what', KeySchema: [{ AttributeName: 'what', KeyType: 'HASH' }], Projection: { ProjectionType: 'ALL' } },
        ],
      });
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
      await clients.dynamodb.updateContinuousBackups({ TableName, PointInTimeRecoverySpecification });
      return { tableName: TableName };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'a plain table that was never recorded is deleted, and the newest of two backups counts',
    unrecorded: true,
    async setUp(clients) {
      const TableName = 'carts';
      await makeTable(clients, TableName);
      await clients.dynamodb.createBackup({ TableName, BackupName: 'first' });
      await clients.dynamodb.putItem({ TableName, Item: { id: { S: '4' } } });
      await clients.dynamodb.createBackup({ TableName, BackupName: 'second' });
      await makeTable(clients, 'prices', { DeletionProtectionEnabled: true });
      return { tableName: TableName };
    },
    break: remove,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing', says: 'the table is gone, and its tags and settings were never recorded' };
