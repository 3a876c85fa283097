import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of secretsmanager. */
export const secretsmanager: IamTable<'secretsmanager'> = {};
