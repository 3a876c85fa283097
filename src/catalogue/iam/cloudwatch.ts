import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of cloudwatch. */
export const cloudwatch: IamTable<'cloudwatch'> = {
  describeAlarms: ['cloudwatch:DescribeAlarms'],
  disableAlarmActions: ['cloudwatch:DisableAlarmActions'],
  enableAlarmActions: ['cloudwatch:EnableAlarmActions'],
  getMetricStatistics: ['cloudwatch:GetMetricStatistics'],
  listTagsForResource: ['cloudwatch:ListTagsForResource'],
  setAlarmState: ['cloudwatch:SetAlarmState'],
};
