import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of secretsmanager. */
export const secretsmanager: IamTable<'secretsmanager'> = {
  deleteResourcePolicy: ['secretsmanager:DeleteResourcePolicy'],
  describeSecret: ['secretsmanager:DescribeSecret'],
  getResourcePolicy: ['secretsmanager:GetResourcePolicy'],
  listSecrets: ['secretsmanager:ListSecrets'],
  putResourcePolicy: ['secretsmanager:PutResourcePolicy'],
  restoreSecret: ['secretsmanager:RestoreSecret'],
  rotateSecret: ['secretsmanager:RotateSecret'],
};
