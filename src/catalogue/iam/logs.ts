import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of logs. */
export const logs: IamTable<'logs'> = {
  describeLogGroups: ['logs:DescribeLogGroups'],
  listTagsForResource: ['logs:ListTagsForResource'],
  putRetentionPolicy: ['logs:PutRetentionPolicy'],
};
