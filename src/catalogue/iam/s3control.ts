import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of s3control. */
export const s3control: IamTable<'s3control'> = {};
