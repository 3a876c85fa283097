import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of autoscaling. */
export const autoscaling: IamTable<'autoscaling'> = {};
