import { z } from 'zod';

/** Where the prices of fixes come from. */
export const PriceSource = z.strictObject({
  source: z
    .enum(['price-list', 'table'])
    .optional()
    .describe(
      'price-list: the AWS Price List, and the dated table when it does not answer; table: only the table. Default: price-list on a real account, table in the sandbox',
    ),
  seconds: z.number().min(0).max(10).default(1.5).describe('how long a decision waits for a price that nobody asked for before'),
  endpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('of the Price List, when it is reached through a VPC endpoint or a proxy'),
});
export type PriceSource = Readonly<z.infer<typeof PriceSource>>;
