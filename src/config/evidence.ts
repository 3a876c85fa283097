import { z } from 'zod';

/** How much is looked around an incident before it is decided. */
export const EvidencePolicy = z.strictObject({
  seconds: z
    .number()
    .min(0)
    .max(30)
    .optional()
    .describe('how long a fix may wait for evidence; default: 2, in the sandbox 0.5; 0 collects none'),
  without: z
    .array(z.enum(['configuration', 'changes', 'actor-calls', 'metrics', 'logs', 'health', 'dependencies', 'similar']))
    .default([])
    .describe('kinds that are never collected'),
});
