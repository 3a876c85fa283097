import { z } from 'zod';

/** A request by a function URL or an HTTP API, payload format 2.0 (docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html). */
export const FunctionUrlEvent = z.object({
  version: z.literal('2.0'),
  rawPath: z.string(),
  rawQueryString: z.string(),
  headers: z.record(z.string(), z.string()),
  requestContext: z.object({ domainName: z.string(), http: z.object({ method: z.string() }) }),
  body: z.string().optional(),
  isBase64Encoded: z.boolean(),
});
export type FunctionUrlEvent = Readonly<z.infer<typeof FunctionUrlEvent>>;

/** What Lambda makes an HTTP response of. */
export interface FunctionUrlAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The request as it came, its body byte for byte: signatures are over bytes. */
export function requestOf({ rawPath, rawQueryString, headers, requestContext, body, isBase64Encoded }: FunctionUrlEvent): Request {
  const { domainName, http } = requestContext;
  const url = `https://${domainName}${rawPath}${rawQueryString === '' ? '' : `?${rawQueryString}`}`;
  const bytes = body === undefined ? undefined : new Uint8Array(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
  const empty = http.method === 'GET' || http.method === 'HEAD';
  return new Request(url, { method: http.method, headers, ...(bytes === undefined || empty ? {} : { body: bytes }) });
}

/** The answer; ours are texts only. */
export const answerOf = async (response: Response): Promise<FunctionUrlAnswer> => ({
  statusCode: response.status,
  headers: Object.fromEntries(response.headers),
  body: await response.text(),
});
