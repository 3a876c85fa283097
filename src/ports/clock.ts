/** Time as a port: epoch milliseconds, and waiting. */
export interface Clock {
  now(): number;
  /** Resolves early when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
