import { z } from 'zod';
import { Hours } from './hours.ts';
import { Match } from './match.ts';

/** When changes may be made: outside of all its hours, what it matches is asked. Each window that matches has to be open. */
export const ChangeWindow = z.strictObject({
  name: z.string().min(1),
  match: Match.optional(),
  open: z.array(Hours).min(1),
});
