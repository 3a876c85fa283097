import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of logs. */
export const logs: IamTable<'logs'> = {
  deleteMetricFilter: ['logs:DeleteMetricFilter'],
  describeLogGroups: ['logs:DescribeLogGroups'],
  describeMetricFilters: ['logs:DescribeMetricFilters'],
  filterLogEvents: ['logs:FilterLogEvents'],
  listTagsForResource: ['logs:ListTagsForResource'],
  putMetricFilter: ['logs:PutMetricFilter'],
  putRetentionPolicy: ['logs:PutRetentionPolicy'],
};
