import type { Cost } from '#domain/facts.ts';

/** Something that a fix creates or enlarges. */
export interface PricedItem {
  /** What a person reads before the figure: `a secret`, `t3.medium → m6i.large`. */
  readonly what: string;
  /** What is priced: `dynamodb:restore-gb`; docs/prices.md lists them. */
  readonly unit: string;
  /** Absent when nobody can tell beforehand how much it will be. */
  readonly quantity?: number | undefined;
  readonly per: 'month' | 'once';
  /** What it takes the place of and is paid no longer: the difference is the price. */
  readonly instead?: { readonly unit: string; readonly quantity: number };
}

/** Prices in USD by region; an item whose price is not known makes the cost unknown and says why. */
export interface Prices {
  /** Answers at once for what was asked before; never throws. */
  price(items: readonly PricedItem[], region: string): Promise<Cost>;
}
