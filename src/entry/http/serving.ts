import type { Log } from '#ports/log.ts';
import type { Engine } from '#worlds/engine.ts';
import type { ChangeFeed } from './change-feed.ts';

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
}
