import type { LoadedPolicy } from '#config/load-policy.ts';
import type { Mode } from '#domain/facts.ts';
import type { Blobs } from '#ports/blobs.ts';
import type { Catalogue } from '#ports/catalogue.ts';
import type { Clock } from '#ports/clock.ts';
import type { Cloud } from '#ports/cloud.ts';
import type { Ids } from '#ports/ids.ts';
import type { Knowledge } from '#ports/knowledge.ts';
import type { Log } from '#ports/log.ts';
import type { Model } from '#ports/model.ts';
import type { Prices } from '#ports/prices.ts';
import type { Store } from '#ports/store.ts';

/** Everything the loop needs from the world; only `src/worlds` fills it. */
export interface Tools {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly cloud: Cloud;
  readonly catalogue: Catalogue;
  readonly prices: Prices;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Runbooks, which may forbid or require actions; a world without any has no such rule. */
  readonly knowledge?: Knowledge | undefined;
  /** Asked by the policy's word; rules alone decide when there is none. */
  readonly model?: Model | undefined;
  readonly log: Log;
  /** Read anew at every decision, so that an edited file counts at once. */
  policy(): LoadedPolicy;
  /** The mode when the policy names none: autopilot in the sandbox, dry-run on a real account. */
  readonly defaultMode: Mode;
  /** Milliseconds between the two agreeing reads that make "healed": 100 in the sandbox, 2,000 on AWS. */
  readonly agreementMs: number;
  /** Milliseconds that a diagnosis may wait for evidence where the policy does not say; 2,000 when absent. */
  readonly evidenceMs?: number | undefined;
  /** Who we are among processes: owner of leases. */
  readonly process: string;
}
