import { z } from 'zod';

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/;

/** Knowledge bases of Amazon Bedrock that are searched beside the runbooks; what they say is cited, and decides nothing. */
export const KnowledgeBases = z.array(
  z.strictObject({
    id: z.string().regex(/^[0-9A-Za-z]{10}$/, 'the id of a knowledge base has ten letters and digits'),
    region: z.string().optional().describe('default: the home region'),
    endpoint: z
      .url({ protocol: /^https?$/ })
      .refine((url) => url.startsWith('https:') || loopback.test(url), 'is https, or on this machine')
      .optional()
      .describe('a VPC endpoint'),
  }),
);
export type KnowledgeBases = Readonly<z.infer<typeof KnowledgeBases>>;
