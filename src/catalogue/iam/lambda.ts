import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of lambda. */
export const lambda: IamTable<'lambda'> = {};
