import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of kms. */
export const kms: IamTable<'kms'> = {
  cancelKeyDeletion: ['kms:CancelKeyDeletion'],
  describeKey: ['kms:DescribeKey'],
  disableKey: ['kms:DisableKey'],
  disableKeyRotation: ['kms:DisableKeyRotation'],
  enableKey: ['kms:EnableKey'],
  enableKeyRotation: ['kms:EnableKeyRotation'],
  getKeyPolicy: ['kms:GetKeyPolicy'],
  getKeyRotationStatus: ['kms:GetKeyRotationStatus'],
  listKeys: ['kms:ListKeys'],
  listResourceTags: ['kms:ListResourceTags'],
  putKeyPolicy: ['kms:PutKeyPolicy'],
};
