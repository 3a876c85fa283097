import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of apigateway. */
export const apigateway: IamTable<'apigateway'> = {};
