import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';

/** Anything that JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
/** The same as a shape, for borders. */
export const AnyJson: z.ZodType<Json> = z.json();
export type JsonObject = { readonly [key: string]: Json | undefined };

/** RFC 8785 JSON: the same bytes for the same value, whatever the order of keys. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON values have a canonical form');
  return text;
}

/** Lower-case hex sha256. */
export const sha256 = (bytes: string | Uint8Array): string => hash('sha256', bytes, 'hex');
