import { z } from 'zod';

/** Every error code; each has a page `docs/errors/<code>.md`, which a test checks. */
export const errorCodes = [
  'access-denied',
  'address-in-use',
  'aws-error',
  'aws-unreachable',
  'bad-action',
  'bad-config',
  'bad-detection',
  'bad-input',
  'bad-params',
  'bad-pattern',
  'bad-runbook',
  'bad-state',
  'disk-full',
  'emulator-failed',
  'emulator-missing',
  'fence-lost',
  'ledger-broken',
  'model-failed',
  'no-such-resource',
  'not-allowed',
  'not-found',
  'not-running',
  'not-told',
  'throttled',
  'timed-out',
  'too-large',
  'unexpected',
  'unsupported-operation',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** When the same thing may be tried again: `now` (a passing fault), `later` (throttled, unreachable), `never`. */
export type Retry = 'now' | 'later' | 'never';

/** The form in which an error is stored in a ledger or sent over HTTP. */
export const ErrorDocument = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  retry: z.enum(['now', 'later', 'never']),
  details: z.record(z.string(), z.json()).optional(),
});
export type ErrorDocument = Readonly<z.infer<typeof ErrorDocument>>;

/** The one error class: a message says what happened, to what, and what to do next. */
export class HealError extends Error {
  override readonly name = 'HealError';
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly details: ErrorDocument['details'];

  constructor(code: ErrorCode, message: string, options: { retry?: Retry; details?: ErrorDocument['details']; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry ?? 'never';
    this.details = options.details;
  }

  toJSON(): ErrorDocument {
    return { code: this.code, message: this.message, retry: this.retry, ...(this.details === undefined ? {} : { details: this.details }) };
  }
}

/** Any thrown value as a HealError; what we did not foresee keeps its message and may be tried again. */
export function asHealError(error: unknown): HealError {
  if (error instanceof HealError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new HealError('unexpected', message, { retry: 'now', cause: error });
}
