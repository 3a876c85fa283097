import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of kms. */
export const kms: IamTable<'kms'> = {};
