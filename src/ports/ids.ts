/** Fresh identifiers. */
export interface Ids {
  /** `inc-` and a lower-case ULID, 30 characters. */
  incident(now: number): string;
  /** Short and unique: intents, processes, streams. */
  short(): string;
}
