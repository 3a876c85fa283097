import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of s3control. */
export const s3control: IamTable<'s3control'> = {
  deletePublicAccessBlock: ['s3:PutAccountPublicAccessBlock'],
  getPublicAccessBlock: ['s3:GetAccountPublicAccessBlock'],
  putPublicAccessBlock: ['s3:PutAccountPublicAccessBlock'],
};
