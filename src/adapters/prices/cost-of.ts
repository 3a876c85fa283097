import type { Cost, CostItem, PriceOrigin } from '#domain/facts.ts';
import type { PricedItem } from '#ports/prices.ts';
import type { PriceLookup, UnitPrice } from './unit-price.ts';

const cents = (usd: number): number => Math.round(usd * 100) / 100;

/** Items with their prices, and the sums in cents: none of something costs nothing, and one unknown price makes the cost unknown. */
export async function costOf(items: readonly PricedItem[], region: string, lookup: PriceLookup): Promise<Cost> {
  const priced = await Promise.all(items.map((item) => priceItem(item, region, lookup)));
  const sum = (per: 'month' | 'once'): number => cents(priced.reduce((total, item) => total + (item.per === per ? (item.usd ?? 0) : 0), 0));
  return { known: priced.every(({ usd }) => usd !== undefined), monthlyUsd: sum('month'), onceUsd: sum('once'), items: priced };
}

async function priceItem(item: PricedItem, region: string, lookup: PriceLookup): Promise<CostItem> {
  if (item.quantity === undefined || !Number.isFinite(item.quantity)) return unknownQuantity(item, await lookup(item.unit, region));
  const parts = [
    { unit: item.unit, quantity: item.quantity },
    ...(item.instead === undefined ? [] : [{ ...item.instead, quantity: -item.instead.quantity }]),
  ];
  const prices = await Promise.all(parts.filter(({ quantity }) => quantity !== 0).map((part) => priceOf(part, region, lookup)));
  const because = prices.flatMap((price) => (price.because === undefined ? [] : [price.because]));
  if (because.length > 0) return { ...item, because: because.join('; ') };
  const known = prices.filter((price) => price.because === undefined);
  const from = known.map((price) => price.from).reduce<PriceOrigin | undefined>(lessCertain, undefined);
  return { ...item, usd: known.reduce((total, { usd }) => total + usd, 0), ...(from === undefined ? {} : { from }) };
}

async function priceOf({ unit, quantity }: { unit: string; quantity: number }, region: string, lookup: PriceLookup): Promise<UnitPrice> {
  const found = await lookup(unit, region);
  return found.because === undefined ? { ...found, usd: found.usd * quantity } : found;
}

/** What one costs is said at least. */
const unknownQuantity = ({ quantity: _unknown, ...item }: PricedItem, { usd, because }: UnitPrice): CostItem => ({
  ...item,
  because: `how much of it there will be nobody knows beforehand; ${because ?? `one ${item.unit} costs ${Number(usd?.toPrecision(3))} USD`}`,
});

/** A difference is as certain as the less certain of its two prices: the table's, the rough one, the older. */
function lessCertain(one: PriceOrigin | undefined, other: PriceOrigin): PriceOrigin {
  if (one === undefined) return other;
  if (one.source !== other.source) return one.source === 'table' ? one : other;
  if (one.about !== other.about) return one.about === true ? one : other;
  return one.date <= other.date ? one : other;
}
