import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of sns. */
export const sns: IamTable<'sns'> = {};
