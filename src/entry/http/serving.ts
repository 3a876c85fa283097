import type { SnsVerifier } from '#adapters/intake/sns-verifier.ts';
import type { Log } from '#ports/log.ts';
import type { Engine } from '#worlds/engine.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Drops } from './drops.ts';

/** What every route may use. */
export interface Serving {
  readonly engine: Engine;
  readonly log: Log;
  readonly version: string;
  readonly feed: ChangeFeed;
  /** The emulator's endpoint; absent = a real account. */
  readonly endpoint: string | undefined;
  /** The name under which people act who give none. */
  readonly you: string;
  readonly sns: SnsVerifier;
  /** A secret by the name of its environment variable. */
  secret(variable: string): string | undefined;
  readonly drops: Drops;
}
