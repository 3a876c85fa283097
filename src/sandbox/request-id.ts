import { randomInt, randomUUID } from 'node:crypto';
import type { Protocol } from './decode/wire-request.ts';
import type { WireResponse } from './decode/wire-response.ts';

/** A fresh id in the form that the service uses. */
export function newRequestId(protocol: Protocol): string {
  return protocol === 's3'
    ? Array.from({ length: 16 }, () => randomInt(36).toString(36))
        .join('')
        .toUpperCase()
    : randomUUID();
}

/** Puts one id where SDKs look for it: in the headers, and in the XML body, where moto always writes the same. Stored documents are not touched. */
export function withRequestId(response: WireResponse, requestId: string, stored: boolean): WireResponse {
  const headers: Record<string, string> = { ...response.headers, 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId };
  const xml = !stored && /xml/.test(headers['content-type'] ?? '');
  if (!xml) return { ...response, headers };
  const text = response.body.toString('utf8').replace(/<(RequestId|requestId|RequestID)>[^<]*</g, `<$1>${requestId}<`);
  return { ...response, headers, body: Buffer.from(text) };
}
