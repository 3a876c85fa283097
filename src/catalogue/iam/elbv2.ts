import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of elbv2. */
export const elbv2: IamTable<'elbv2'> = {};
