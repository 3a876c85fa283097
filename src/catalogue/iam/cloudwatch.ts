import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of cloudwatch. */
export const cloudwatch: IamTable<'cloudwatch'> = {
  deleteAlarms: ['cloudwatch:DeleteAlarms'],
  describeAlarms: ['cloudwatch:DescribeAlarms'],
  disableAlarmActions: ['cloudwatch:DisableAlarmActions'],
  enableAlarmActions: ['cloudwatch:EnableAlarmActions'],
  getMetricData: ['cloudwatch:GetMetricData'],
  getMetricStatistics: ['cloudwatch:GetMetricStatistics'],
  listTagsForResource: ['cloudwatch:ListTagsForResource'],
  putMetricAlarm: ['cloudwatch:PutMetricAlarm'],
  setAlarmState: ['cloudwatch:SetAlarmState'],
};
