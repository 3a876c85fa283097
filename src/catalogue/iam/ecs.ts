import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of ecs. */
export const ecs: IamTable<'ecs'> = {
  describeServices: ['ecs:DescribeServices'],
  describeTaskDefinition: ['ecs:DescribeTaskDefinition'],
  listClusters: ['ecs:ListClusters'],
  listServices: ['ecs:ListServices'],
  updateService: ['ecs:UpdateService'],
};
