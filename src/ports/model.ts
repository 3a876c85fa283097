import type { JsonObject } from '#domain/json.ts';

/** What a model is asked: instructions of ours, and data of others that never counts as instructions. */
export interface Question {
  readonly instructions: string;
  readonly data: string;
  /** JSON Schema of the answer. */
  readonly schema: JsonObject;
  readonly maxOutputTokens: number;
}

/** What it answered, unchecked, and what that used. */
export interface Reply {
  readonly answer: unknown;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A language model behind any provider. */
export interface Model {
  /** `<provider>:<model id>`. */
  readonly id: string;
  /** USD for a million tokens; absent when the price is not known. */
  readonly price?: { readonly inputUsd: number; readonly outputUsd: number } | undefined;
  /** Asks once. Throws HealError `throttled`, `timed-out`, or `model-failed` with `details.outcome` (`refused`, `unreadable`, `failed`). */
  ask(question: Question, signal: AbortSignal): Promise<Reply>;
}
