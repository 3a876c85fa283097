import { afterEach, expect, test } from 'vitest';
import { systemClock } from '#adapters/memory/clock.ts';
import type { PriceSource } from '#config/prices.ts';
import { quiet } from '#testkit/flow-world.ts';
import { type PriceListEndpoint, priceListEndpoint } from '#testkit/price-list-endpoint.ts';
import { pricesOf } from './prices-of.ts';

const product = { service: 'awskms', region: 'eu-west-1', usage: 'eu-west-1-KMS-Keys', steps: ['1.0000000000'] } as const;
const key = [{ what: 'a key', unit: 'kms:key', quantity: 1, per: 'month' }] as const;

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

/** Where a price is from in a world with this policy, and what the list was asked. */
async function source(policy: Partial<PriceSource>, { sandbox = false, region = 'eu-west-1' } = {}) {
  const list: PriceListEndpoint = await priceListEndpoint([product]);
  const asked: string[] = [];
  const prices = pricesOf({
    policy: () => ({ prices: { seconds: 5, endpoint: list.url, ...policy } }),
    site: { partition: 'aws', account: '123456789012', region },
    endpoint: sandbox ? list.url : undefined,
    async credentials({ account }) {
      asked.push(account);
      return { accessKeyId: 'AK', secretAccessKey: 'SK' };
    },
    clock: systemClock,
    log: quiet,
  });
  opened.push(list, prices);
  const cost = await prices.price(key, region);
  return { from: cost.items[0]?.from?.source, requests: list.requests.length, asked: asked.length > 0 };
}

test('a real account asks the Price List, with the keys that read', async () => {
  expect(await source({})).toEqual({ from: 'price-list', requests: 1, asked: true });
});

test('the sandbox, a policy that says so and a partition without the list take the table, and ask nothing', async () => {
  const table = { from: 'table', requests: 0, asked: false };
  expect(await source({}, { sandbox: true })).toEqual(table);
  expect(await source({ source: 'table' })).toEqual(table);
  expect(await source({}, { region: 'cn-north-1' })).toEqual({ ...table, from: undefined });
});

test('the policy may have the sandbox ask too', async () => {
  expect(await source({ source: 'price-list' }, { sandbox: true })).toMatchObject({ from: 'price-list', requests: 1 });
});
