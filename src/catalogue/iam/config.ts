import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of config. */
export const config: IamTable<'config'> = {
  deleteConfigurationRecorder: ['config:DeleteConfigurationRecorder'],
  deleteDeliveryChannel: ['config:DeleteDeliveryChannel'],
  describeConfigurationRecorders: ['config:DescribeConfigurationRecorders'],
  describeConfigurationRecorderStatus: ['config:DescribeConfigurationRecorderStatus'],
  describeDeliveryChannels: ['config:DescribeDeliveryChannels'],
  getResourceConfigHistory: ['config:GetResourceConfigHistory'],
  listTagsForResource: ['config:ListTagsForResource'],
  putConfigurationRecorder: ['config:PutConfigurationRecorder'],
  putDeliveryChannel: ['config:PutDeliveryChannel'],
  startConfigurationRecorder: ['config:StartConfigurationRecorder'],
  stopConfigurationRecorder: ['config:StopConfigurationRecorder'],
};
