import type { MiddlewareHandler } from 'hono';
import { HealError } from '#domain/heal-error.ts';
import { problemOf } from './problem.ts';

/**
 * Refuses bodies of more bytes before they are read. Hono's own makes a new Request of one that comes without a length, which the requests of
 * its Node server do not allow unless the global Request is replaced.
 */
export function limitedBody(most: number, error: HealError): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const length = c.req.header('content-length');
    // Node reads no more than it was told.
    if (length !== undefined && c.req.header('transfer-encoding') === undefined) return Number(length) > most ? problemOf(error) : next();
    const body = await readUpTo(c.req.raw.body, most);
    if (body === undefined) return problemOf(error);
    const { method, url, raw } = c.req;
    c.req.raw = new Request(url, { method, headers: raw.headers, body });
    return next();
  };
}

async function readUpTo(stream: ReadableStream<Uint8Array> | null, most: number): Promise<ArrayBuffer | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (stream !== null)
    for await (const part of stream) {
      size += part.length;
      if (size > most) return undefined;
      parts.push(part);
    }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}
