import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of config. */
export const config: IamTable<'config'> = {
  describeConfigurationRecorders: ['config:DescribeConfigurationRecorders'],
  describeConfigurationRecorderStatus: ['config:DescribeConfigurationRecorderStatus'],
  describeDeliveryChannels: ['config:DescribeDeliveryChannels'],
  listTagsForResource: ['config:ListTagsForResource'],
  startConfigurationRecorder: ['config:StartConfigurationRecorder'],
  stopConfigurationRecorder: ['config:StopConfigurationRecorder'],
};
