import type { Prices } from '#ports/prices.ts';
import { costOf } from './cost-of.ts';
import { instanceRow } from './instance-prices.ts';
import { asInUsEast1, dearness } from './region-prices.ts';
import type { UnitPrice } from './unit-price.ts';
import { units } from './units.ts';

/** The day whose list prices the table holds. */
export const tableDate = '2026-01-19';

/** AWS counts a month as 730 hours. */
export const hoursAMonth = 730;

/** A unit's price by the table: exact in us-east-1 and what costs as much there, by the region's usual distance elsewhere. */
export function tablePrice(unit: string, region: string): UnitPrice {
  const row = rowOf(unit);
  const site = region === 'global' ? 'us-east-1' : region;
  if (row === undefined) return { because: `the price table of ${tableDate} has no ${unit}` };
  const factor = row.abroad === 'same' ? (dearness(site, 'general') === undefined ? undefined : 1) : dearness(site, row.abroad);
  if (factor === undefined) return { because: `the price table of ${tableDate} has no prices of ${region}` };
  const about = row.exact || asInUsEast1.has(site) ? {} : { about: true };
  return { usd: row.usd * factor * (row.by === 'hour' ? hoursAMonth : 1), from: { source: 'table', date: tableDate, ...about } };
}

function rowOf(
  unit: string,
): { usd: number; by: 'hour' | 'month' | 'once'; abroad: (typeof units)[string]['abroad']; exact: boolean } | undefined {
  const known = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (known !== undefined) return { ...known, exact: known.abroad === 'same' || unit === 'ebs:gp3-gb' };
  const instance = unit.startsWith('ec2:') ? instanceRow(unit.slice('ec2:'.length)) : undefined;
  return instance === undefined ? undefined : { usd: instance.usd, by: 'hour', abroad: instance.kind, exact: instance.exact };
}

/** The dated table; anything it lacks makes the whole cost unknown, and unknown is asked. */
export const priceTable: Prices = { price: (items, region) => costOf(items, region, tablePrice) };
