import type { Json } from '#domain/json.ts';
import type { Service } from '#ports/cloud.ts';
import type { Peek, Surroundings } from '#ports/surroundings.ts';
import type { Scene } from './scene.ts';

/** What an engineer would look at; a policy may leave kinds out. */
export type CollectedKind = 'configuration' | 'changes' | 'actor-calls' | 'metrics' | 'logs' | 'health' | 'dependencies' | 'similar';

/** One thing that a collector found. */
export interface Item {
  /** A sentence for somebody who was just woken up. */
  readonly what: string;
  /** Epoch milliseconds that it speaks of. */
  readonly at: number;
  /** What it rests on; redacted and cut to the collector's limit before it is stored. */
  readonly data?: Json;
}

/** AWS as a collector may ask it: one page, once, no longer than its own deadline. */
export interface Aws {
  /** At the resource's own site. */
  readonly here: Peek;
  /** Where services without regions answer. */
  readonly global: Peek;
}

/** One way to learn about an incident. It may throw: that becomes a gap. */
export interface Collector {
  readonly kind: CollectedKind;
  /** Where it reads: `cloudtrail LookupEvents`, `selfheal ledger`; by the resource's type where that decides. */
  readonly source: string | ((around: Surroundings) => string);
  /** What it reads from AWS, beside what the catalogue's `look` reads. */
  readonly reads: readonly { readonly service: Service; readonly operation: string }[];
  /** The part of the budget that it may take, in (0, 1]. */
  readonly share: number;
  /** Largest item as stored JSON. */
  readonly limitBytes: number;
  appliesTo(scene: Scene): boolean;
  /** Nothing found is an empty list, or an item that says so where that tells something. */
  collect(scene: Scene, aws: Aws): Promise<readonly Item[]>;
}

/** Declares a collector; nothing in it has a default. */
export const defineCollector = (collector: Collector): Collector => collector;
