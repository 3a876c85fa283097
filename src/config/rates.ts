import { z } from 'zod';
import { Match } from './match.ts';

/** What writes are counted by: a resource, a kind of resource, an action, an account, or all of them. */
export const per = ['resource', 'type', 'action', 'account', 'overall'] as const;
export type Per = (typeof per)[number];

const count = z.int().min(0);

/** How many incidents may write in an hour without a person's word. */
export const PerHour = z.strictObject({
  resource: count.default(12).describe('on one resource'),
  type: count.default(500).describe('on resources of one type in an account'),
  action: count.default(500).describe('with one action in an account'),
  account: count.default(1_000).describe('in one account'),
  overall: count.default(5_000).describe('altogether'),
});

/** A further limit. It is never laxer than `limits.perHour`: of all that count, the first that is used up asks. */
export const Rate = z.strictObject({
  name: z.string().min(1).optional(),
  per: z.enum(per),
  limit: count.describe('so many incidents may write without a person; one more is asked'),
  minutes: z.int().min(1).max(44_640).describe('so many incidents in so many minutes; room comes back in quarters of them'),
  match: Match.optional().describe('counts, and limits, only these'),
});
