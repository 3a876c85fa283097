import type { Cost } from '#domain/facts.ts';

/** Something that a fix creates or enlarges. */
export interface PricedItem {
  readonly what: string;
  /** A row of the price table: `dynamodb:restore-gb`. */
  readonly unit: string;
  readonly quantity: number;
  readonly per: 'month' | 'once';
}

/** Prices in USD by region; an item whose price is not known makes the cost unknown. */
export interface Prices {
  price(items: readonly PricedItem[], region: string): Cost;
}
