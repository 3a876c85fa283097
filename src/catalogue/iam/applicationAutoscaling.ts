import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of applicationAutoscaling. */
export const applicationAutoscaling: IamTable<'applicationAutoscaling'> = {};
