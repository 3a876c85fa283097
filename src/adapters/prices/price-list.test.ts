import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PricingClient } from '@aws-sdk/client-pricing';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '#adapters/memory/clock.ts';
import { costWords } from '#domain/cost-words.ts';
import type { Clock } from '#ports/clock.ts';
import { quiet } from '#testkit/flow-world.ts';
import { type PriceListEndpoint, priceListEndpoint } from '#testkit/price-list-endpoint.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { type PriceListOptions, priceList } from './price-list.ts';

const linux = { operation: 'RunInstances' };
const box = (type: string, usd: string, region = 'eu-central-1', prefix = 'EUC1-') =>
  ({ service: 'AmazonEC2', region, usage: `${prefix}BoxUsage:${type}`, attributes: linux, steps: [usd] }) as const;
const products = [
  box('t3.medium', '0.0480000000'),
  { ...box('t3.medium', '0.0664000000'), attributes: { operation: 'RunInstances:0002' } },
  box('t3.medium.elastic', '7.0000000000'),
  box('m6i.large', '0.1150000000'),
  box('x9.huge', '10.0000000000'),
  { service: 'awskms', region: 'eu-central-1', usage: 'eu-central-1-KMS-Keys', steps: ['1.0000000000'] },
  { service: 'AmazonDynamoDB', region: 'eu-central-1', usage: 'EUC1-TimedStorage-ByteHrs', steps: ['0.0000000000', '0.3060000000'] },
  { service: 'AmazonEC2', region: 'eu-central-1', usage: 'EUC1-EBS:VolumeP-Throughput.gp3', steps: ['48.8280000000'] },
  { ...box('t3.medium', '0.3100000000', 'cn-north-1', 'CNN1-'), currency: 'CNY' },
];
const instance = (type: string) => ({ what: type, unit: `ec2:${type}`, quantity: 1, per: 'month' }) as const;
const resize = { ...instance('m6i.large'), what: 't3.medium → m6i.large', instead: { unit: 'ec2:t3.medium', quantity: 1 } } as const;
const home = 'eu-central-1';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

async function listOf(options: Partial<PriceListOptions> & { pageSize?: number } = {}) {
  const endpoint = await priceListEndpoint(products, options.pageSize);
  const prices = priceList({
    client: async () => clientOf(endpoint),
    waitMs: () => 1_500,
    enabled: () => true,
    clock: systemClock,
    log: quiet,
    ...options,
  });
  opened.push(endpoint, prices);
  return { endpoint, prices };
}

const clientOf = ({ url }: PriceListEndpoint): PricingClient =>
  new PricingClient({ endpoint: url, region: 'eu-central-1', credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' }, maxAttempts: 2 });

/** Real time that can be set forward. */
function movable(): Clock & { forward(milliseconds: number): void } {
  let ahead = 0;
  return { ...systemClock, now: () => systemClock.now() + ahead, forward: (milliseconds) => void (ahead += milliseconds) };
}
const dayMs = 86_400_000;
const today = new Date().toISOString().slice(0, 10);

describe('the Price List', () => {
  test('prices a resize by the difference, and says where and when the prices were read', async () => {
    const { prices } = await listOf();
    expect(costWords(await prices.price([resize], home))).toBe(`t3.medium → m6i.large: +48.9 USD a month (AWS Price List of ${today})`);
  });

  test.each([
    ['its own region’s key', { what: 'a key', unit: 'kms:key', quantity: 2, per: 'month' }, 2],
    ['the dearest step of a price, not the free one', { what: 'a table', unit: 'dynamodb:storage-gb', quantity: 10, per: 'month' }, 3.06],
    ['theirs in our unit', { what: 'throughput', unit: 'ebs:gp3-mibps', quantity: 1024, per: 'month' }, 48.83],
  ] as const)('takes %s', async (_, item, usd) => {
    const { prices } = await listOf();
    const cost = await prices.price([item], home);
    expect(cost).toMatchObject({ known: true, monthlyUsd: usd, items: [{ from: { source: 'price-list' } }] });
  });

  test('follows every page', async () => {
    const { prices, endpoint } = await listOf({ pageSize: 1 });
    expect((await prices.price([instance('t3.medium')], home)).monthlyUsd).toBe(35.04);
    expect(endpoint.requests.length).toBeGreaterThan(1);
  });

  test('ends where pages go in a circle', async () => {
    const { prices, endpoint } = await listOf();
    endpoint.mood('same-page-forever');
    expect((await prices.price([instance('t3.medium')], home)).monthlyUsd).toBe(35.04);
    expect(endpoint.requests.length).toBe(2);
  });

  test('knows what the table does not', async () => {
    const { prices } = await listOf();
    expect((await prices.price([instance('x9.huge')], home)).monthlyUsd).toBe(7300);
  });

  test('is asked once for what many want at the same time', async () => {
    const { prices, endpoint } = await listOf();
    await Promise.all(Array.from({ length: 20 }, () => prices.price([instance('t3.medium')], home)));
    expect(endpoint.requests).toHaveLength(1);
  });

  test('is tried again when it throttles', async () => {
    const { prices, endpoint } = await listOf();
    endpoint.mood('throttled');
    expect((await prices.price([resize], home)).items[0]?.from?.source).toBe('price-list');
  });
});

describe('the table answers', () => {
  test.each([
    ['refuses', 'denied', 'may not be asked'],
    ['throttles and does not stop', 'throttled', 'busy'],
    ['answers with something else', 'garbage', 'unreadable'],
    ['answers with half a product', 'broken-product', 'unreadable'],
    ['cuts the connection', 'cut', 'could not be asked'],
    ['is silent', 'silent', 'within 0.2 s'],
  ] as const)('when the list %s, and why is said where the table has none either', async (_, mood, because) => {
    const { prices, endpoint } = await listOf({ waitMs: () => (mood === 'silent' ? 200 : 1_500) });
    endpoint.mood(mood, mood, mood, mood, mood, mood);
    const cost = await prices.price([instance('t3.medium'), instance('x9.huge')], home);
    expect(cost.items[0]).toMatchObject({ usd: expect.closeTo(35.04), from: { source: 'table', date: '2026-01-19' } });
    expect(cost.items[1]?.because).toContain(because);
    expect(cost.known).toBe(false);
  });

  test('when the list knows no such thing, or sells it for another currency', async () => {
    const { prices } = await listOf();
    expect((await prices.price([instance('c5.large')], home)).items[0]?.from?.source).toBe('table');
    expect(await prices.price([instance('t3.medium')], 'cn-north-1')).toMatchObject({ known: false });
  });

  test('without a client, and when it is switched off', async () => {
    const without = await listOf({ client: () => Promise.reject(new Error('no keys')) });
    expect((await without.prices.price([instance('t3.medium')], home)).items[0]?.from?.source).toBe('table');
    const off = await listOf({ enabled: () => false });
    expect((await off.prices.price([instance('t3.medium')], home)).items[0]?.from?.source).toBe('table');
    expect(off.endpoint.requests).toHaveLength(0);
  });
});

describe('what was asked before', () => {
  test('is answered at once and without a request for a week, then once more asked behind the answer', async () => {
    const clock = movable();
    const { prices, endpoint } = await listOf({ clock });
    await prices.price([instance('t3.medium')], home);
    clock.forward(6 * dayMs);
    await prices.price([instance('t3.medium')], home);
    expect(endpoint.requests).toHaveLength(1);
    clock.forward(2 * dayMs);
    endpoint.mood('silent');
    expect((await prices.price([instance('t3.medium')], home)).items[0]?.from?.date).toBe(today);
    await expect.poll(() => endpoint.requests.length).toBe(2);
  });

  test('counts no longer after a month', async () => {
    const clock = movable();
    const { prices, endpoint } = await listOf({ clock });
    await prices.price([instance('t3.medium')], home);
    clock.forward(31 * dayMs);
    endpoint.mood('denied');
    expect((await prices.price([instance('t3.medium')], home)).items[0]?.from?.source).toBe('table');
  });

  test('and failed is left alone for a while', async () => {
    const clock = movable();
    const { prices, endpoint } = await listOf({ clock });
    endpoint.mood('denied');
    await prices.price([instance('t3.medium')], home);
    await prices.price([instance('t3.medium')], home);
    expect(endpoint.requests).toHaveLength(1);
    clock.forward(61 * 60_000);
    expect((await prices.price([instance('t3.medium')], home)).items[0]?.from?.source).toBe('price-list');
  });

  test('and came too late counts for the next decision', async () => {
    const { prices } = await listOf({ waitMs: () => 0 });
    expect((await prices.price([instance('t3.medium')], home)).items[0]?.from?.source).toBe('table');
    await expect.poll(async () => (await prices.price([instance('t3.medium')], home)).items[0]?.from?.source).toBe('price-list');
  });

  test('survives a restart on disk, also beside another process; a broken file is an empty one', async () => {
    const folder = await temporaryFolder();
    opened.unshift({ close: folder.remove });
    const file = join(folder.path, 'prices.json');
    await writeFile(file, 'not json');
    const first = await listOf({ file });
    const second = await listOf({ file });
    await first.prices.price([instance('t3.medium')], home);
    await second.prices.price([instance('m6i.large')], home);
    const third = await listOf({ file });
    expect((await third.prices.price([resize], home)).items[0]).toMatchObject({
      usd: expect.closeTo(48.91),
      from: { source: 'price-list' },
    });
    expect(third.endpoint.requests).toHaveLength(0);
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')).prices)).toHaveLength(2);
  });
});

test('closing gives up what is still asked', async () => {
  const { prices, endpoint } = await listOf({ waitMs: () => 0 });
  endpoint.mood('silent');
  await prices.price([instance('t3.medium')], home);
  const since = systemClock.now();
  await prices.close();
  expect(systemClock.now() - since).toBeLessThan(10_000);
});
