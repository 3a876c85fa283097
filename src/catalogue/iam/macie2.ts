import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of macie2. */
export const macie2: IamTable<'macie2'> = {};
