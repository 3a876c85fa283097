import { z } from 'zod';
import { Match } from './match.ts';

/** Where tampering is contained at once and people are asked afterwards, if the action can be undone and takes nothing down: it relaxes, so somebody answers for it. */
export const containFirst = (instant: z.ZodType<string>) =>
  z.strictObject({ match: Match, owner: z.string().min(1), reason: z.string().min(1), until: instant });
