import type { PricingClient } from '@aws-sdk/client-pricing';
import { priceIn } from './list-answer.ts';
import type { ListQuery } from './list-query.ts';

/** What the Price List said of one unit in one region: a price, or why there is none. */
export type Listed = { readonly usd: number } | { readonly because: string; readonly denied?: true };

const mostPages = 10;
const pageSize = 100;

/** Asks for one unit's price, all pages; of several products that fit the dearest counts. Never throws. */
export async function askList(client: PricingClient, query: ListQuery, region: string, signal: AbortSignal): Promise<Listed> {
  try {
    const prices: number[] = [];
    for await (const text of products(client, query, region, signal)) {
      const usd = priceIn(text, region, query);
      if (usd !== undefined) prices.push(usd);
    }
    const usd = Math.max(...prices);
    return usd > 0 && Number.isFinite(usd) ? { usd } : { because: `the Price List has no price of ${query.usage} in ${region}` };
  } catch (error) {
    return whyNot(error, signal);
  }
}

async function* products(client: PricingClient, query: ListQuery, region: string, abortSignal: AbortSignal): AsyncGenerator<string> {
  const { GetProductsCommand } = await import('@aws-sdk/client-pricing');
  const is = (Field: string, Value: string) => ({ Type: 'TERM_MATCH' as const, Field, Value });
  const Filters = [
    is('regionCode', region),
    ...Object.entries(query.attributes).map(([name, value]) => is(name, value)),
    { Type: 'CONTAINS' as const, Field: 'usagetype', Value: query.usage },
  ];
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const input = { ServiceCode: query.service, FormatVersion: 'aws_v1', MaxResults: pageSize, Filters };
    const answer = await client.send(new GetProductsCommand({ ...input, ...(NextToken === undefined ? {} : { NextToken }) }), {
      abortSignal,
    });
    for (const product of answer.PriceList ?? []) yield String(product);
    if (answer.NextToken === undefined || answer.NextToken === NextToken) return;
    NextToken = answer.NextToken;
  }
}

function whyNot(error: unknown, signal: AbortSignal): Listed {
  if (signal.aborted) return { because: 'the Price List did not answer in time' };
  const name = error instanceof Error ? error.name : '';
  if (/AccessDenied|NotAuthorized|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|CredentialsProvider/.test(name))
    return { because: 'the Price List may not be asked: allow pricing:GetProducts to the role that reads', denied: true };
  if (/Throttl|TooManyRequests|LimitExceeded/.test(name)) return { because: 'the Price List is busy and refused (throttled)' };
  if (error instanceof SyntaxError || name === 'ZodError' || error instanceof TypeError)
    return { because: 'the Price List answered with something unreadable' };
  return { because: `the Price List could not be asked (${name === '' ? 'no reason given' : name})` };
}
