import { z } from 'zod';

/** Of a threat score: tampering below `log` is only logged, what counts from `ask` on is asked and paged. */
export const bands = { log: 0.4, ask: 0.7 } as const;

const score = z.number().min(0).max(1);

/** From which threat score each class is logged, acted on and asked; `normal` is always left alone. */
export const Bands = z.strictObject({
  tampering: z
    .strictObject({
      log: score.default(bands.log).describe('below this it is only logged'),
      ask: score.default(bands.ask).describe('from this on it is asked'),
    })
    .refine(({ log, ask }) => log <= ask, 'it is logged up to a higher score than it is asked from')
    .prefault({}),
  failure: z.strictObject({ ask: score.default(bands.ask).describe('from this on a loss that somebody caused is asked') }).prefault({}),
  violation: z
    .strictObject({ ask: score.optional().describe('from this on it is asked; default: its threat score does not count') })
    .prefault({}),
});
