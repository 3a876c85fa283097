import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of applicationAutoscaling. */
export const applicationAutoscaling: IamTable<'applicationAutoscaling'> = {
  deregisterScalableTarget: ['application-autoscaling:DeregisterScalableTarget'],
  describeScalableTargets: ['application-autoscaling:DescribeScalableTargets'],
  describeScalingPolicies: ['application-autoscaling:DescribeScalingPolicies'],
  putScalingPolicy: ['application-autoscaling:PutScalingPolicy'],
  registerScalableTarget: ['application-autoscaling:RegisterScalableTarget'],
};
