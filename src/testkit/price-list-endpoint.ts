import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** A product as the Price List writes it, with what our reader must see through: reserved terms, several steps of a price. */
export interface PriceListProduct {
  readonly service: string;
  readonly region: string;
  readonly usage: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Prices by step, as AWS writes them: `0.0416000000`. */
  readonly steps: readonly string[];
  readonly currency?: string;
}

/** How the endpoint answers: like AWS, or as it does when something is wrong. */
export type Mood = 'well' | 'throttled' | 'denied' | 'garbage' | 'broken-product' | 'cut' | 'silent' | 'same-page-forever';

const Request = z.object({
  ServiceCode: z.string(),
  Filters: z.array(z.object({ Type: z.enum(['TERM_MATCH', 'CONTAINS']), Field: z.string(), Value: z.string() })),
  MaxResults: z.number(),
  NextToken: z.string().optional(),
});

/** A Price List of ours on loopback that speaks AWS's protocol (JSON 1.1, `AWSPriceListService.GetProducts`). */
export interface PriceListEndpoint {
  readonly url: string;
  readonly requests: readonly z.infer<typeof Request>[];
  /** Moods of the next requests, in order; `well` after them. */
  mood(...moods: readonly Mood[]): void;
  close(): Promise<void>;
}

/** Serves products, so many a page. */
export async function priceListEndpoint(products: readonly PriceListProduct[], pageSize = 100): Promise<PriceListEndpoint> {
  const requests: z.infer<typeof Request>[] = [];
  const moods: Mood[] = [];
  const server = createServer(async (request, response) => {
    const asked = Request.parse(JSON.parse(await bodyOf(request)));
    requests.push(asked);
    if (request.headers['x-amz-target'] !== 'AWSPriceListService.GetProducts') return refuse(response, 400, 'UnknownOperationException');
    const mood = moods.shift() ?? 'well';
    if (mood === 'cut') return void request.socket.destroy();
    if (mood === 'silent') return undefined;
    if (mood === 'throttled') return refuse(response, 400, 'ThrottlingException');
    if (mood === 'denied') return refuse(response, 400, 'AccessDeniedException');
    if (mood === 'garbage') return answer(response, 200, '<html>busy</html>');
    if (mood === 'broken-product') return answer(response, 200, JSON.stringify({ FormatVersion: 'aws_v1', PriceList: ['{"product":{}}'] }));
    const found = products.filter(
      (product) => product.service === asked.ServiceCode && asked.Filters.every((filter) => fits(product, filter)),
    );
    const from = mood === 'same-page-forever' ? 0 : Number(asked.NextToken ?? 0);
    const next = mood === 'same-page-forever' || from + pageSize < found.length ? { NextToken: String(from + pageSize) } : {};
    if (mood === 'same-page-forever') moods.unshift(mood);
    const PriceList = found.slice(from, from + pageSize).map((product) => JSON.stringify(written(product)));
    return answer(response, 200, JSON.stringify({ FormatVersion: 'aws_v1', PriceList, ...next }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    requests,
    mood: (...next) => void moods.splice(0, moods.length, ...next),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const attributesOf = ({ usage, region, attributes }: PriceListProduct): Readonly<Record<string, string>> => ({
  usagetype: usage,
  regionCode: region,
  ...attributes,
});

function fits(product: PriceListProduct, { Type, Field, Value }: z.infer<typeof Request>['Filters'][number]): boolean {
  const value = attributesOf(product)[Field] ?? '';
  return Type === 'CONTAINS' ? value.includes(Value) : value === Value;
}

/** The shape of format `aws_v1`, with the keys that AWS's own answers have. */
function written(product: PriceListProduct): object {
  const sku = 'ABCDEFGH12345678';
  const dimensions = product.steps.map((usd, index) => [
    `${sku}.JRTCKXETXF.${index}`,
    {
      unit: 'Hrs',
      beginRange: String(index * 1000),
      endRange: 'Inf',
      description: '',
      appliesTo: [],
      rateCode: `${sku}.${index}`,
      pricePerUnit: { [product.currency ?? 'USD']: usd },
    },
  ]);
  const term = {
    priceDimensions: Object.fromEntries(dimensions),
    sku,
    effectiveDate: '2026-11-01T00:00:00Z',
    offerTermCode: 'JRTCKXETXF',
    termAttributes: {},
  };
  const reserved = { priceDimensions: { r: { unit: 'Quantity', pricePerUnit: { USD: '9999' } } }, sku };
  return {
    product: { productFamily: 'Any', attributes: { ...attributesOf(product), locationType: 'AWS Region' }, sku },
    serviceCode: product.service,
    terms: { OnDemand: { [`${sku}.JRTCKXETXF`]: term }, Reserved: { [`${sku}.38NPMPTW36`]: reserved } },
    version: '20261101000000',
    publicationDate: '2026-11-01T00:00:00Z',
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'test' }).end(body);
}

const refuse = (response: ServerResponse, status: number, name: string): void =>
  answer(response, status, JSON.stringify({ __type: name, message: name }));
