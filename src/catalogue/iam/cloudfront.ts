import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of cloudfront. */
export const cloudfront: IamTable<'cloudfront'> = {
  getDistribution: ['cloudfront:GetDistribution'],
  listDistributions: ['cloudfront:ListDistributions'],
  listTagsForResource: ['cloudfront:ListTagsForResource'],
  updateDistribution: ['cloudfront:UpdateDistribution'],
};
