import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of ecr. */
export const ecr: IamTable<'ecr'> = {};
