import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of iam. */
export const iam: IamTable<'iam'> = {};
