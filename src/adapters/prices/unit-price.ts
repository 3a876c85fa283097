import type { PriceOrigin } from '#domain/facts.ts';

/** What one of a unit costs in a region, USD, for a month or once as the unit is paid; or why nobody can say. */
export type UnitPrice =
  | { readonly usd: number; readonly from: PriceOrigin; readonly because?: never }
  | { readonly usd?: never; readonly because: string };

/** Where prices come from: a table, a list, one behind the other. */
export type PriceLookup = (unit: string, region: string) => UnitPrice | Promise<UnitPrice>;
