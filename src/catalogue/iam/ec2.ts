import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of ec2. */
export const ec2: IamTable<'ec2'> = {
  authorizeSecurityGroupIngress: ['ec2:AuthorizeSecurityGroupIngress'],
  describeInstances: ['ec2:DescribeInstances'],
  describeInstanceStatus: ['ec2:DescribeInstanceStatus'],
  describeSecurityGroupRules: ['ec2:DescribeSecurityGroupRules'],
  describeSecurityGroups: ['ec2:DescribeSecurityGroups'],
  describeTags: ['ec2:DescribeTags'],
  rebootInstances: ['ec2:RebootInstances'],
  revokeSecurityGroupIngress: ['ec2:RevokeSecurityGroupIngress'],
  startInstances: ['ec2:StartInstances'],
  stopInstances: ['ec2:StopInstances'],
};
