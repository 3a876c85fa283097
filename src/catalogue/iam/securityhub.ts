import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of securityhub. */
export const securityhub: IamTable<'securityhub'> = {};
