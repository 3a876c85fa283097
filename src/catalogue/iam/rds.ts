import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of rds. */
export const rds: IamTable<'rds'> = {};
