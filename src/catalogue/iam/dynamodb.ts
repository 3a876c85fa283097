import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of dynamodb. */
export const dynamodb: IamTable<'dynamodb'> = {
  deleteResourcePolicy: ['dynamodb:DeleteResourcePolicy'],
  deleteTable: ['dynamodb:DeleteTable'],
  describeBackup: ['dynamodb:DescribeBackup'],
  describeContinuousBackups: ['dynamodb:DescribeContinuousBackups'],
  describeTable: ['dynamodb:DescribeTable'],
  describeTimeToLive: ['dynamodb:DescribeTimeToLive'],
  getResourcePolicy: ['dynamodb:GetResourcePolicy'],
  listBackups: ['dynamodb:ListBackups'],
  listTables: ['dynamodb:ListTables'],
  listTagsOfResource: ['dynamodb:ListTagsOfResource'],
  putResourcePolicy: ['dynamodb:PutResourcePolicy'],
  restoreTableFromBackup: ['dynamodb:RestoreTableFromBackup'],
  tagResource: ['dynamodb:TagResource'],
  untagResource: ['dynamodb:UntagResource'],
  updateContinuousBackups: ['dynamodb:UpdateContinuousBackups'],
  updateTable: ['dynamodb:UpdateTable'],
  updateTimeToLive: ['dynamodb:UpdateTimeToLive'],
};
