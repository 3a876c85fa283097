import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of eventbridge. */
export const eventbridge: IamTable<'eventbridge'> = {};
