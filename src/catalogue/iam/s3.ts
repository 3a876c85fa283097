import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of s3. */
export const s3: IamTable<'s3'> = {
  deleteBucketEncryption: ['s3:PutEncryptionConfiguration'],
  deleteBucketPolicy: ['s3:DeleteBucketPolicy'],
  deletePublicAccessBlock: ['s3:PutBucketPublicAccessBlock'],
  getBucketAcl: ['s3:GetBucketAcl'],
  getBucketEncryption: ['s3:GetEncryptionConfiguration'],
  getBucketLocation: ['s3:GetBucketLocation'],
  getBucketLogging: ['s3:GetBucketLogging'],
  getBucketOwnershipControls: ['s3:GetBucketOwnershipControls'],
  getBucketPolicy: ['s3:GetBucketPolicy'],
  getBucketTagging: ['s3:GetBucketTagging'],
  getBucketVersioning: ['s3:GetBucketVersioning'],
  getBucketWebsite: ['s3:GetBucketWebsite'],
  getPublicAccessBlock: ['s3:GetBucketPublicAccessBlock'],
  headBucket: ['s3:ListBucket'],
  listBuckets: ['s3:ListAllMyBuckets'],
  putBucketAcl: ['s3:PutBucketAcl'],
  putBucketEncryption: ['s3:PutEncryptionConfiguration'],
  putBucketLogging: ['s3:PutBucketLogging'],
  putBucketPolicy: ['s3:PutBucketPolicy'],
  putBucketTagging: ['s3:PutBucketTagging'],
  putBucketVersioning: ['s3:PutBucketVersioning'],
  putPublicAccessBlock: ['s3:PutBucketPublicAccessBlock'],
};
