import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { costWords } from '#domain/cost-words.ts';
import { priceTable, tableDate, tablePrice } from './price-table.ts';
import { units } from './units.ts';

const month = { what: 'an instance', unit: 'ec2:t3.micro', quantity: 1, per: 'month' } as const;
const once = { what: 'a restore', unit: 'dynamodb:restore-gb', quantity: 10, per: 'once' } as const;
const resize = {
  what: 't3.medium → m6i.large',
  unit: 'ec2:m6i.large',
  quantity: 1,
  per: 'month',
  instead: { unit: 'ec2:t3.medium', quantity: 1 },
} as const;

describe('the price table', () => {
  test('prices nothing at nothing', async () => {
    expect(await priceTable.price([], 'nowhere-1')).toEqual({ known: true, monthlyUsd: 0, onceUsd: 0, items: [] });
  });

  test('takes hours by the month, and what is paid once apart', async () => {
    expect(await priceTable.price([month, once], 'us-east-1')).toMatchObject({ known: true, monthlyUsd: 7.59, onceUsd: 1.5 });
    expect((await priceTable.price([{ ...month, quantity: 3 }, month], 'us-east-1')).monthlyUsd).toBe(30.37);
  });

  test.each([
    ['us-east-1', '+39.7'],
    ['eu-central-1', '+48.9'],
    ['eu-west-1', '+44.8'],
    ['sa-east-1', '+62.6'],
  ])('prices a resize in %s by the difference', async (region, usd) => {
    expect(costWords(await priceTable.price([resize], region))).toBe(
      `t3.medium → m6i.large: ${usd} USD a month (price table of 2026-01-19)`,
    );
  });

  test('says where a price is only about right', async () => {
    expect(costWords(await priceTable.price([once], 'eu-central-1'))).toBe(
      'a restore: +1.79 USD once (about, by the price table of 2026-01-19)',
    );
  });

  test('knows a size by its family: 4xlarge is eight large', () => {
    expect(tablePrice('ec2:r7g.4xlarge', 'us-east-1').usd).toBeCloseTo(8 * 0.1071 * 730);
    expect(tablePrice('ec2:c7g.medium', 'us-east-1').usd).toBeCloseTo(0.03625 * 730);
  });

  test.each([
    ['a family that it does not have', [{ ...month, unit: 'ec2:x9.huge' }], 'us-east-1', 'has no ec2:x9.huge'],
    ['bare metal, whose price does not go by size', [{ ...month, unit: 'ec2:m5.metal' }], 'us-east-1', 'has no ec2:m5.metal'],
    ['a unit that it does not have', [{ ...month, unit: 'constructor' }], 'us-east-1', 'has no constructor'],
    ['a region that it does not have', [month], 'mars-north-1', 'has no prices of mars-north-1'],
    ['what costs the same everywhere, in a region that it does not have', [{ ...month, unit: 'kms:key' }], 'cn-north-1', 'of cn-north-1'],
    ['one unknown among known', [once, { ...month, unit: 'ec2:x9.huge' }], 'us-east-1', 'has no ec2:x9.huge'],
    ['what a resize leaves behind', [{ ...resize, instead: { unit: 'ec2:x9.huge', quantity: 1 } }], 'us-east-1', 'has no ec2:x9.huge'],
    [
      'how much it will be',
      [{ ...once, quantity: undefined }],
      'us-east-1',
      'nobody knows beforehand; one dynamodb:restore-gb costs 0.15 USD',
    ],
    ['a quantity that is no number', [{ ...once, quantity: Number.NaN }], 'us-east-1', 'nobody knows beforehand'],
  ])('does not know %s, and says so for the whole', async (_, items, region, because) => {
    const cost = await priceTable.price(items, region);
    expect(cost.known).toBe(false);
    expect(cost.items.flatMap((item) => item.because ?? [])).toEqual([expect.stringContaining(because)]);
  });

  test('knows that none of something costs nothing', async () => {
    const none = { ...month, unit: 'ec2:x9.huge', quantity: 0 };
    expect(await priceTable.price([none], 'mars-north-1')).toMatchObject({ known: true, monthlyUsd: 0 });
  });

  test('has a price for each of its units in each of its regions', () => {
    for (const unit of Object.keys(units))
      for (const region of ['us-east-1', 'us-west-1', 'eu-central-1', 'ap-south-1', 'sa-east-1', 'global'])
        expect(tablePrice(unit, region).usd, `${unit} ${region}`).toBeGreaterThan(0);
  });

  test('stands in docs/prices.md, each unit with its price, and no other', () => {
    const page = readFileSync(new URL('../../../docs/prices.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z0-9]+:[a-z0-9-]+)` \| (.*) \| ([\d.]+) (an hour|a month|once) \|$/gm)];
    const said = rows.map(([, unit, one, usd, by]) => ({ unit, one, usd: Number(usd), by }));
    const by = { hour: 'an hour', month: 'a month', once: 'once' } as const;
    expect(said).toEqual(Object.entries(units).map(([unit, row]) => ({ unit, one: row.one, usd: row.usd, by: by[row.by] })));
    expect(page).toContain(tableDate);
  });
});
