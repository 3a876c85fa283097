import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of elbv2. */
export const elbv2: IamTable<'elbv2'> = {
  describeLoadBalancerAttributes: ['elasticloadbalancing:DescribeLoadBalancerAttributes'],
  describeLoadBalancers: ['elasticloadbalancing:DescribeLoadBalancers'],
  describeTags: ['elasticloadbalancing:DescribeTags'],
  describeTargetGroups: ['elasticloadbalancing:DescribeTargetGroups'],
  describeTargetHealth: ['elasticloadbalancing:DescribeTargetHealth'],
  modifyLoadBalancerAttributes: ['elasticloadbalancing:ModifyLoadBalancerAttributes'],
};
