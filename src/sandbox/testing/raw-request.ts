import type { WireRequest } from '#sandbox/decode/wire-request.ts';

/** Reads a request written as in HTTP/1.1: request line, headers, an empty line, body. `as` signs it for `service/region`. */
export function rawRequest(text: string, as?: `${string}/${string}`): WireRequest {
  const [head = '', ...body] = text.trim().split('\n\n');
  const [line = '', ...lines] = head.split('\n').map((each) => each.trim());
  const [method = '', target = ''] = line.split(' ');
  const [path = '', query = ''] = target.split('?');
  const headers = Object.fromEntries(
    lines.map((each) => [each.split(':')[0]?.toLowerCase() ?? '', each.slice(each.indexOf(':') + 1).trim()]),
  );
  const [service, region] = as?.split('/') ?? [];
  const signature = {
    authorization: `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261120/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  };
  return {
    method,
    target,
    path,
    query: new URLSearchParams(query),
    headers: { host: '127.0.0.1:4566', ...(as === undefined ? {} : signature), ...headers },
    body: Buffer.from(body.join('\n\n').trim()),
  };
}
