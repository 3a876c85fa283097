import type { PricingClient } from '@aws-sdk/client-pricing';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';
import type { Prices } from '#ports/prices.ts';
import { askList, type Listed } from './ask-list.ts';
import { costOf } from './cost-of.ts';
import { type Kept, keptPrices } from './kept-prices.ts';
import { listQuery } from './list-query.ts';
import { tablePrice } from './price-table.ts';
import type { UnitPrice } from './unit-price.ts';

const dayMs = 24 * 60 * 60_000;
/** A price is asked for again after a week; one that is older than a month counts no longer. */
const freshMs = 7 * dayMs;
const usefulMs = 30 * dayMs;
/** The whole asking, retries and pages; a decision waits less, and the answer counts for the next one. */
const askingMs = 10_000;
const quietMs = { failed: 10 * 60_000, denied: 60 * 60_000 } as const;

export interface PriceListOptions {
  /** Built when the first price is asked for, so that a start without prices loads no SDK. */
  client(): Promise<PricingClient>;
  /** Milliseconds that a decision waits for a price that nobody asked for before; 0: never. */
  waitMs(): number;
  /** False: the list is not asked, and the table answers. */
  enabled(): boolean;
  readonly file?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Prices of the AWS Price List, kept for a week; the dated table where the list does not answer in time. */
export function priceList(options: PriceListOptions): Prices & { close(): Promise<void> } {
  const { clock, log, file, enabled, waitMs } = options;
  const kept = keptPrices(file, (error) => log.warn('prices could not be kept on disk', { error }));
  const asking = new Map<string, Promise<Listed>>();
  const failures = new Map<string, { readonly because: string; readonly until: number }>();
  const closing = new AbortController();
  let client: Promise<PricingClient> | undefined;

  async function ask(unit: string, region: string, query: NonNullable<ReturnType<typeof listQuery>>): Promise<Listed> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(askingMs)]);
    const listed = await (client ??= options.client())
      .then((open) => askList(open, query, region, signal))
      .catch((): Listed => ({ because: 'the Price List could not be asked: there are no credentials for it', denied: true }));
    if ('usd' in listed) await (await kept).set(unit, region, { usd: listed.usd, at: clock.now() });
    else {
      client = undefined;
      failures.set(`${unit}|${region}`, {
        because: listed.because,
        until: clock.now() + quietMs[listed.denied === true ? 'denied' : 'failed'],
      });
      log.info(`${listed.because}; the price table of the product answers for ${unit} in ${region}`);
    }
    return listed;
  }

  /** One request for all who want the same price, none while a failure is recent. */
  function listed(unit: string, region: string): Promise<Listed> {
    const key = `${unit}|${region}`;
    const failure = failures.get(key);
    if (failure !== undefined && failure.until > clock.now()) return Promise.resolve({ because: failure.because });
    const query = listQuery(unit);
    if (query === undefined) return Promise.resolve({ because: `the Price List is not known to have ${unit}` });
    const under = asking.get(key) ?? ask(unit, region, query).finally(() => asking.delete(key));
    asking.set(key, under);
    return under;
  }

  async function lookup(unit: string, region: string): Promise<UnitPrice> {
    if (!enabled() || closing.signal.aborted) return tablePrice(unit, region);
    const site = region === 'global' ? 'us-east-1' : region;
    const found = (await kept).get(unit, site);
    const age = found === undefined ? Number.POSITIVE_INFINITY : clock.now() - found.at;
    if (found !== undefined && age <= usefulMs) {
      if (age > freshMs) void listed(unit, site);
      return fromList(found);
    }
    const answer = await inTime(listed(unit, site), waitMs(), clock);
    if ('usd' in answer) return fromList({ usd: answer.usd, at: clock.now() });
    const instead = tablePrice(unit, region);
    return instead.because === undefined ? instead : { because: `${instead.because}, and ${answer.because}` };
  }

  return {
    price: (items, region) => costOf(items, region, lookup),
    async close() {
      closing.abort();
      await Promise.all(asking.values());
    },
  };
}

const fromList = ({ usd, at }: Kept): UnitPrice => ({ usd, from: { source: 'price-list', date: new Date(at).toISOString().slice(0, 10) } });

/** The answer, or that there was none within so many milliseconds. */
async function inTime(answer: Promise<Listed>, milliseconds: number, clock: Clock): Promise<Listed> {
  const done = new AbortController();
  const late = clock
    .sleep(milliseconds, done.signal)
    .then((): Listed => ({ because: `the Price List did not answer within ${milliseconds / 1000} s` }));
  return Promise.race([answer, late]).finally(() => done.abort());
}
