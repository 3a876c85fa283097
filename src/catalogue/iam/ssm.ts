import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of ssm. */
export const ssm: IamTable<'ssm'> = {
  addTagsToResource: ['ssm:AddTagsToResource'],
  describeParameters: ['ssm:DescribeParameters'],
  getParameter: ['ssm:GetParameter'],
  getParameterHistory: ['ssm:GetParameterHistory'],
  labelParameterVersion: ['ssm:LabelParameterVersion'],
  listTagsForResource: ['ssm:ListTagsForResource'],
  putParameter: ['ssm:PutParameter'],
};
