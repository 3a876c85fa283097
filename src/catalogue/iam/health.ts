import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of health. */
export const health: IamTable<'health'> = {
  describeEvents: ['health:DescribeEvents'],
};
