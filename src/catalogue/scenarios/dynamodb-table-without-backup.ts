import { defineScenario } from '#catalogue/define-scenario.ts';

export const dynamodbTableWithoutBackup = defineScenario({
  id: 'dynamodb-table-without-backup',
  title: 'A table without any backup is deleted: nothing can bring it back, so a person is told',
  action: undefined,
  resource: 'AWS::DynamoDB::Table',
  ends: 'escalated',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, TableName) {
    await hands.do('dynamodb', 'createTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    return TableName;
  },
  break: async (hands, TableName) => void (await hands.do('dynamodb', 'deleteTable', { TableName })),
  async expect(hands, TableName) {
    const { TableNames = [] } = await hands.do('dynamodb', 'listTables', {});
    return TableNames.includes(TableName) ? 'an empty table was made in its place' : undefined;
  },
});
