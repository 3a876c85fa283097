import type { Cost, CostItem, PriceOrigin } from './facts.ts';

/** What a plan costs, for people: `t3.medium → m6i.large: +39.7 USD a month (price table of 2026-01-19)`. */
export function costWords(cost: Cost): string {
  if (!cost.known) return unknownPrices(cost).join('; ');
  const paid = cost.items.filter(({ usd = 0 }) => usd !== 0);
  if (paid.length === 0) return 'costs nothing';
  const sum = paid.length === 1 ? '' : `; in all ${amounts(cost).join(' and ')}`;
  return `${paid.map(itemWords).join(', ')}${sum} (${origins(paid)})`;
}

/** Each thing that has no known price, and why; none when the cost is known. */
export function unknownPrices({ known, items }: Cost): readonly string[] {
  if (known) return [];
  const unknown = items.filter(({ usd }) => usd === undefined);
  if (unknown.length === 0) return ['what it costs is not known'];
  return unknown.map(({ what, unit, because = `nothing says what ${unit} costs` }) => `the price of ${what} is not known: ${because}`);
}

/** Dollars with a sign, and as many decimals as matter: `+39.7`, `+1.05`, `-0.4`. */
export function signedUsd(usd: number): string {
  const size = Math.abs(usd);
  if (size > 0 && size < 0.005) return usd < 0 ? '-0.01 or less' : 'less than +0.01';
  return `${usd < 0 ? '-' : '+'}${Number(size.toFixed(size < 10 ? 2 : 1))}`;
}

const periods = { month: 'a month', once: 'once' } as const;
const itemWords = ({ what, usd = 0, per }: CostItem): string => `${what}: ${signedUsd(usd)} USD ${periods[per]}`;

const amounts = ({ monthlyUsd, onceUsd }: Cost): readonly string[] => [
  ...(monthlyUsd === 0 ? [] : [`${signedUsd(monthlyUsd)} USD a month`]),
  ...(onceUsd === 0 ? [] : [`${signedUsd(onceUsd)} USD once`]),
];

const sources = { 'price-list': 'AWS Price List', table: 'price table' } as const;
const originWords = ({ source, date, about }: PriceOrigin): string =>
  `${about === true ? 'about, by the ' : ''}${sources[source]} of ${date}`;
const origins = (items: readonly CostItem[]): string =>
  [...new Set(items.flatMap(({ from }) => (from === undefined ? [] : [originWords(from)])))].join(', ') || 'source not kept';
