import { z } from 'zod';
import { isUsage, type ListQuery } from './list-query.ts';

const Dimension = z.object({ pricePerUnit: z.record(z.string(), z.string()) });
const Term = z.object({ priceDimensions: z.record(z.string(), Dimension) });
/** A product as the Price List writes it (format `aws_v1`), as far as a price needs it. */
const Product = z.object({
  product: z.object({ attributes: z.record(z.string(), z.string()) }),
  terms: z.object({ OnDemand: z.record(z.string(), Term).optional() }),
});

/** The price in one product of an answer, for one of our units; none when it is another product or is not sold by itself. Throws on what is no product. */
export function priceIn(text: string, region: string, query: ListQuery): number | undefined {
  const { product, terms } = Product.parse(JSON.parse(text));
  const { usagetype = '', regionCode } = product.attributes;
  const fits = Object.entries(query.attributes).every(([name, value]) => product.attributes[name] === value);
  if (!fits || regionCode !== region || !isUsage(usagetype, query.usage)) return undefined;
  const dollars = Object.values(terms.OnDemand ?? {})
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .flatMap(({ pricePerUnit: { USD } }) => (USD === undefined ? [] : [Number(USD)]));
  if (dollars.some((usd) => !Number.isFinite(usd) || usd < 0)) throw new TypeError('a price is no number');
  // The dearest step of a price by quantity: what is free at first or cheaper by the terabyte is no reason to promise less.
  return dollars.length === 0 ? undefined : Math.max(...dollars) * query.times;
}
