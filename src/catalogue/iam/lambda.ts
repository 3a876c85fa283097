import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of lambda. */
export const lambda: IamTable<'lambda'> = {
  addPermission: ['lambda:AddPermission'],
  createFunction: ['lambda:CreateFunction'],
  deleteFunction: ['lambda:DeleteFunction'],
  deleteFunctionConcurrency: ['lambda:DeleteFunctionConcurrency'],
  getFunctionConcurrency: ['lambda:GetFunctionConcurrency'],
  getFunctionConfiguration: ['lambda:GetFunctionConfiguration'],
  getPolicy: ['lambda:GetPolicy'],
  listAliases: ['lambda:ListAliases'],
  listFunctions: ['lambda:ListFunctions'],
  listTags: ['lambda:ListTags'],
  listVersionsByFunction: ['lambda:ListVersionsByFunction'],
  putFunctionConcurrency: ['lambda:PutFunctionConcurrency'],
  removePermission: ['lambda:RemovePermission'],
  updateAlias: ['lambda:UpdateAlias'],
  updateFunctionConfiguration: ['lambda:UpdateFunctionConfiguration'],
};
