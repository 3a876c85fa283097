import { clientConfig } from '#adapters/aws/clients.ts';
import type { AwsCredentials } from '#adapters/aws/credentials.ts';
import { listRegion } from '#adapters/prices/list-query.ts';
import { priceList } from '#adapters/prices/price-list.ts';
import type { Policy } from '#config/policy.ts';
import { partitionOf, type Site } from '#domain/resource-ref.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';

export interface PricesWanted {
  readonly policy: () => Pick<Policy, 'prices'>;
  readonly site: Site;
  /** The emulator's endpoint; absent = a real account, where the Price List is asked unless the policy says otherwise. */
  readonly endpoint?: string | undefined;
  /** Keys that read the site. */
  credentials(site: Site): Promise<AwsCredentials>;
  /** Where prices outlive the process. */
  readonly file?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** A world's prices, as its policy chooses them: it may be edited while the engine runs. */
export function pricesOf({ policy, site, endpoint, credentials, file, clock, log }: PricesWanted): ReturnType<typeof priceList> {
  const chosen = (): Policy['prices'] => policy().prices;
  const byDefault = endpoint === undefined && partitionOf(site.region) === 'aws' ? 'price-list' : 'table';
  return priceList({
    enabled: () => (chosen().source ?? byDefault) === 'price-list',
    waitMs: () => chosen().seconds * 1_000,
    async client() {
      const { PricingClient } = await import('@aws-sdk/client-pricing');
      const address = chosen().endpoint ?? endpoint;
      return new PricingClient({
        ...clientConfig({ timeoutMs: 5_000 }),
        ...(address === undefined ? {} : { endpoint: address }),
        region: listRegion(site.region),
        credentials: () => credentials(site),
        maxAttempts: 3,
      });
    },
    file,
    clock,
    log,
  });
}
