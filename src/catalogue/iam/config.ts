import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of config. */
export const config: IamTable<'config'> = {};
