import { defineScenario } from '#catalogue/define-scenario.ts';

const items = ['espresso', 'filter', 'decaf'];

export const dynamodbTableDeleted = defineScenario({
  id: 'dynamodb-table-deleted',
  title: 'A table with point-in-time recovery is deleted',
  action: 'dynamodb.restore-table',
  resource: 'AWS::DynamoDB::Table',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, TableName) {
    await hands.do('dynamodb', 'createTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      Tags: [{ Key: 'owner', Value: 'shop' }],
    });
    for (const id of items) await hands.do('dynamodb', 'putItem', { TableName, Item: { id: { S: id } } });
    await hands.do('dynamodb', 'updateTimeToLive', { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' } });
    await hands.do('dynamodb', 'updateContinuousBackups', {
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    return TableName;
  },
  break: async (hands, TableName) => void (await hands.do('dynamodb', 'deleteTable', { TableName })),
  async expect(hands, TableName) {
    const { Table } = await hands.do('dynamodb', 'describeTable', { TableName });
    if (Table?.TableStatus !== 'ACTIVE') return `it is ${Table?.TableStatus}`;
    const { Count } = await hands.do('dynamodb', 'scan', { TableName });
    if (Count !== items.length) return `it has ${Count} of ${items.length} items`;
    const { Tags = [] } = await hands.do('dynamodb', 'listTagsOfResource', { ResourceArn: Table.TableArn });
    if (!Tags.some(({ Key }) => Key === 'owner')) return 'its tags are gone';
    const { TimeToLiveDescription } = await hands.do('dynamodb', 'describeTimeToLive', { TableName });
    if (TimeToLiveDescription?.AttributeName !== 'expires') return 'its time to live is gone';
    const { ContinuousBackupsDescription } = await hands.do('dynamodb', 'describeContinuousBackups', { TableName });
    const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    return recovery === 'ENABLED' ? undefined : 'point-in-time recovery is off';
  },
});
