import { describe, expect, test } from 'vitest';
import { priceTable } from './price-table.ts';

const month = { what: 'an instance', unit: 'ec2:t3.micro', quantity: 1, per: 'month' } as const;
const once = { what: 'a restore', unit: 'dynamodb:restore-gb', quantity: 10, per: 'once' } as const;

describe('the price table', () => {
  test('prices nothing at nothing', () => {
    expect(priceTable.price([], 'nowhere-1')).toEqual({ known: true, monthlyUsd: 0, onceUsd: 0, items: [] });
  });

  test('takes hours by the month, and what is paid once apart', () => {
    expect(priceTable.price([month, once], 'us-east-1')).toMatchObject({ known: true, monthlyUsd: 7.59, onceUsd: 1.5 });
    expect(priceTable.price([{ ...month, quantity: 3 }, month], 'us-east-1').monthlyUsd).toBe(30.37);
  });

  test('is dearer where the region is', () => {
    expect(priceTable.price([once], 'sa-east-1').onceUsd).toBe(2.43);
  });

  test.each([
    ['a unit that it does not have', [{ ...month, unit: 'ec2:x9.huge' }], 'us-east-1'],
    ['a region that it does not have', [month], 'mars-north-1'],
    ['one unknown among known', [once, { ...month, unit: 'ec2:x9.huge' }], 'us-east-1'],
  ])('does not know %s, and says so for the whole', (_, items, region) => {
    const cost = priceTable.price(items, region);
    expect(cost.known).toBe(false);
    expect(cost.items.filter(({ usd }) => usd === undefined)).toHaveLength(1);
  });

  test('knows that none of something costs nothing', () => {
    expect(priceTable.price([{ ...month, unit: 'ec2:x9.huge', quantity: 0 }], 'mars-north-1')).toMatchObject({
      known: true,
      monthlyUsd: 0,
    });
  });
});
