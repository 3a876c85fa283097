import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of autoscaling. */
export const autoscaling: IamTable<'autoscaling'> = {
  describeAutoScalingGroups: ['autoscaling:DescribeAutoScalingGroups'],
  describeScalingActivities: ['autoscaling:DescribeScalingActivities'],
  describeScheduledActions: ['autoscaling:DescribeScheduledActions'],
  resumeProcesses: ['autoscaling:ResumeProcesses'],
  setDesiredCapacity: ['autoscaling:SetDesiredCapacity'],
  suspendProcesses: ['autoscaling:SuspendProcesses'],
  updateAutoScalingGroup: ['autoscaling:UpdateAutoScalingGroup'],
};
