import { expect, test } from 'vitest';
import { costWords, signedUsd, unknownPrices } from './cost-words.ts';
import type { Cost } from './facts.ts';

const table = { source: 'table', date: '2026-01-19' } as const;
const list = { source: 'price-list', date: '2026-11-20' } as const;
const cost = (items: Cost['items'], sums: Partial<Cost> = {}): Cost => ({ known: true, monthlyUsd: 0, onceUsd: 0, items, ...sums });

test.each([
  [39.93, '+39.9'],
  [39.96, '+40'],
  [1.5, '+1.5'],
  [0.4, '+0.4'],
  [0.01, '+0.01'],
  [0.0001, 'less than +0.01'],
  [-40.48, '-40.5'],
  [-0.0001, '-0.01 or less'],
  [0, '+0'],
])('%d USD reads %s', (usd, words) => {
  expect(signedUsd(usd)).toBe(words);
});

test('one part is its own sum, several have one, and each source is named once', () => {
  const resize = { what: 't3.medium → m6i.large', unit: 'ec2:m6i.large', quantity: 1, per: 'month', usd: 39.93, from: list } as const;
  expect(costWords(cost([resize]))).toBe('t3.medium → m6i.large: +39.9 USD a month (AWS Price List of 2026-11-20)');
  const restore = { what: 'restoring 2 GB', unit: 'dynamodb:restore-gb', quantity: 2, per: 'once', usd: 0.3, from: table } as const;
  const free = { what: 'nothing', unit: 'kms:key', quantity: 0, per: 'month', usd: 0 } as const;
  expect(costWords(cost([resize, restore, free], { monthlyUsd: 39.93, onceUsd: 0.3 }))).toBe(
    't3.medium → m6i.large: +39.9 USD a month, restoring 2 GB: +0.3 USD once; in all +39.9 USD a month and +0.3 USD once (AWS Price List of 2026-11-20, price table of 2026-01-19)',
  );
});

test('a rough price says that it is rough, and a cost that was stored before sources were kept says that', () => {
  const key = { what: 'a key', unit: 'kms:key', quantity: 1, per: 'month', usd: 1 } as const;
  expect(costWords(cost([{ ...key, from: { ...table, about: true } }]))).toBe(
    'a key: +1 USD a month (about, by the price table of 2026-01-19)',
  );
  expect(costWords(cost([key]))).toBe('a key: +1 USD a month (source not kept)');
});

test('nothing costs nothing', () => {
  expect(costWords(cost([]))).toBe('costs nothing');
});

test('what is not known is named with why, whether or not somebody wrote down why', () => {
  const huge = { what: 'an instance', unit: 'ec2:x9.huge', quantity: 1, per: 'month' } as const;
  expect(costWords(cost([huge], { known: false }))).toBe('the price of an instance is not known: nothing says what ec2:x9.huge costs');
  expect(unknownPrices(cost([{ ...huge, because: 'no list answered' }], { known: false }))).toEqual([
    'the price of an instance is not known: no list answered',
  ]);
  expect(unknownPrices(cost([], { known: false }))).toEqual(['what it costs is not known']);
  expect(unknownPrices(cost([]))).toEqual([]);
});
