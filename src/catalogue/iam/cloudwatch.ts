import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of cloudwatch. */
export const cloudwatch: IamTable<'cloudwatch'> = {
  describeAlarms: ['cloudwatch:DescribeAlarms'],
  listTagsForResource: ['cloudwatch:ListTagsForResource'],
  setAlarmState: ['cloudwatch:SetAlarmState'],
};
