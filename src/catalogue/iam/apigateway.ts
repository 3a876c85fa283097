import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of apigateway: they are named after the methods of HTTP. */
export const apigateway: IamTable<'apigateway'> = {
  getAccount: ['apigateway:GET'],
  getRestApis: ['apigateway:GET'],
  getStage: ['apigateway:GET'],
  getStages: ['apigateway:GET'],
  updateStage: ['apigateway:PATCH'],
};
