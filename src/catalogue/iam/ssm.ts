import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of ssm. */
export const ssm: IamTable<'ssm'> = {
  addTagsToResource: ['ssm:AddTagsToResource'],
  deleteParameter: ['ssm:DeleteParameter'],
  describeAutomationExecutions: ['ssm:DescribeAutomationExecutions'],
  describeDocument: ['ssm:DescribeDocument'],
  describeDocumentPermission: ['ssm:DescribeDocumentPermission'],
  describeInstanceInformation: ['ssm:DescribeInstanceInformation'],
  describeParameters: ['ssm:DescribeParameters'],
  getDocument: ['ssm:GetDocument'],
  getParameter: ['ssm:GetParameter'],
  getParameterHistory: ['ssm:GetParameterHistory'],
  getParametersByPath: ['ssm:GetParametersByPath'],
  labelParameterVersion: ['ssm:LabelParameterVersion'],
  listCommandInvocations: ['ssm:ListCommandInvocations'],
  listDocuments: ['ssm:ListDocuments'],
  listTagsForResource: ['ssm:ListTagsForResource'],
  modifyDocumentPermission: ['ssm:ModifyDocumentPermission'],
  putParameter: ['ssm:PutParameter'],
  sendCommand: ['ssm:SendCommand'],
  startAutomationExecution: ['ssm:StartAutomationExecution'],
};
