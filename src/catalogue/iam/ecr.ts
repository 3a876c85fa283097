import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of ecr. */
export const ecr: IamTable<'ecr'> = {
  batchGetRepositoryScanningConfiguration: ['ecr:BatchGetRepositoryScanningConfiguration'],
  deleteRepositoryPolicy: ['ecr:DeleteRepositoryPolicy'],
  describeRepositories: ['ecr:DescribeRepositories'],
  getRegistryScanningConfiguration: ['ecr:GetRegistryScanningConfiguration'],
  getRepositoryPolicy: ['ecr:GetRepositoryPolicy'],
  listTagsForResource: ['ecr:ListTagsForResource'],
  putImageScanningConfiguration: ['ecr:PutImageScanningConfiguration'],
  setRepositoryPolicy: ['ecr:SetRepositoryPolicy'],
};
