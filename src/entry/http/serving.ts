import type { SnsVerifier } from '#adapters/intake/sns-verifier.ts';
import type { Log } from '#ports/log.ts';
import type { Answers } from '#worlds/answers.ts';
import type { Engine } from '#worlds/engine.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Drops } from './drops.ts';

/** What the routes by which people answer may use. */
export interface Answering {
  readonly engine: Answers;
  readonly log: Log;
  /** A secret by the name of its environment variable. */
  secret(variable: string): string | undefined;
  readonly drops: Drops;
  /** What goes on after the answer was given, where a process does not live longer than its answers. */
  readonly later?: (work: Promise<unknown>) => void;
}

/** What every route may use. */
export interface Serving extends Answering {
  readonly engine: Engine;
  readonly version: string;
  readonly feed: ChangeFeed;
  /** The emulator's endpoint; absent = a real account. */
  readonly endpoint: string | undefined;
  /** The name under which people act who give none. */
  readonly you: string;
  readonly sns: SnsVerifier;
}
