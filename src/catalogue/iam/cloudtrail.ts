import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of cloudtrail. */
export const cloudtrail: IamTable<'cloudtrail'> = {};
