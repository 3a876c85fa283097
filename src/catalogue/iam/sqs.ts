import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of sqs. */
export const sqs: IamTable<'sqs'> = {
  getQueueAttributes: ['sqs:GetQueueAttributes'],
  getQueueUrl: ['sqs:GetQueueUrl'],
  listQueueTags: ['sqs:ListQueueTags'],
  listQueues: ['sqs:ListQueues'],
  setQueueAttributes: ['sqs:SetQueueAttributes'],
};
