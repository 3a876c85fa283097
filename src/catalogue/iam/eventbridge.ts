import type { IamTable } from './table.ts';

/** The IAM actions that AWS checks for each operation of eventbridge. */
export const eventbridge: IamTable<'eventbridge'> = {
  describeRule: ['events:DescribeRule'],
  disableRule: ['events:DisableRule'],
  enableRule: ['events:EnableRule'],
  listEventBuses: ['events:ListEventBuses'],
  listRules: ['events:ListRules'],
  listTagsForResource: ['events:ListTagsForResource'],
};
