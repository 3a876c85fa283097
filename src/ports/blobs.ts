import type { Json } from '#domain/json.ts';

/** Content by its hash. A sealed blob is encrypted at rest; its reference still names the plain content through a keyed digest. */
export interface Blobs {
  put(value: Json, options?: { readonly sealed?: boolean }): Promise<string>;
  /** Throws HealError `not-found`, or `ledger-broken` when the content no longer has its hash. */
  get(ref: string): Promise<Json>;
}
