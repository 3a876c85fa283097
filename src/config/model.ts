import { z } from 'zod';

const usd = z.number().min(0);
const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/;

/** A language model that is asked after the rules have spoken. It can only make a decision more cautious. */
export const ModelPolicy = z
  .strictObject({
    provider: z.enum(['bedrock', 'anthropic', 'openai-compatible']),
    id: z.string().min(1).optional().describe("the provider's id of the model; default: a Claude, where the provider has one"),
    region: z.string().optional().describe("Bedrock's region; default: the home region"),
    endpoint: z
      .url({ protocol: /^https?$/ })
      .refine((url) => url.startsWith('https:') || loopback.test(url), 'is https, or on this machine')
      .optional()
      .describe('where the API answers: a VPC endpoint, a gateway, a server of your own'),
    apiKeyEnv: z
      .string()
      .regex(/^[A-Za-z_]\w*$/, 'is the name of an environment variable, never the key itself')
      .optional()
      .describe('environment variable of the engine that holds the API key; default for anthropic: ANTHROPIC_API_KEY'),
    ask: z
      .enum(['unsure', 'always', 'never'])
      .default('unsure')
      .describe('unsure: where rules have no sure answer; always: about everything that could be healed; never: only when a person asks'),
    secondsPerIncident: z.number().min(1).max(45).default(20).describe('all attempts together; then the rules stand alone'),
    tokensPerIncident: z.int().min(3_000).default(30_000).describe('input and output of all attempts'),
    usdPerIncident: usd.default(0.25),
    secondsPerDay: z.number().min(1).default(7_200).describe('of all incidents together, by UTC day, asked one after the other'),
    tokensPerDay: z.int().min(3_000).default(3_000_000).describe('of all incidents together, by UTC day'),
    usdPerDay: usd.default(5).describe('of all incidents together, by UTC day'),
    price: z
      .strictObject({ inputUsd: usd, outputUsd: usd })
      .optional()
      .describe('USD for a million tokens; needed where Selfheal does not know it, because budgets cannot be kept without'),
  })
  .refine(({ provider, id }) => provider !== 'openai-compatible' || id !== undefined, {
    path: ['id'],
    error: 'is needed for this provider',
  })
  .refine(({ provider, endpoint }) => provider !== 'openai-compatible' || endpoint !== undefined, {
    path: ['endpoint'],
    error: 'is needed for this provider, as in https://llm.example.com/v1',
  })
  .refine(({ provider, price }) => provider !== 'openai-compatible' || price !== undefined, {
    path: ['price'],
    error: 'is needed for this provider: zeros where asking is free',
  });
export type ModelPolicy = Readonly<z.infer<typeof ModelPolicy>>;
