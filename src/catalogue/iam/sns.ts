import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of sns. */
export const sns: IamTable<'sns'> = {
  getTopicAttributes: ['sns:GetTopicAttributes'],
  listTagsForResource: ['sns:ListTagsForResource'],
  listTopics: ['sns:ListTopics'],
  setTopicAttributes: ['sns:SetTopicAttributes'],
};
