import { APICallError, JSONParseError, TypeValidationError } from 'ai';
import { HealError, type Retry } from '#domain/heal-error.ts';
import type { Manner } from './generate.ts';

/** What a provider's client threw, as one of our errors: `throttled`, `timed-out`, or `model-failed` with its outcome. */
export function modelFailure(error: unknown, model: string, signal: AbortSignal): HealError {
  if (error instanceof HealError) return error;
  if (signal.aborted) return new HealError('timed-out', `${model} did not answer in time`, { retry: 'now', cause: error });
  const message = error instanceof Error ? error.message : String(error);
  const failed = (outcome: 'failed' | 'unreadable', says: string, retry: Retry): HealError =>
    new HealError('model-failed', `${model}: ${says}`, { retry, cause: error, details: { outcome } });
  if (!APICallError.isInstance(error)) return failed('failed', message, 'never');
  const { statusCode: status } = error;
  if (status === 429) return new HealError('throttled', `${model} asks for fewer questions: ${message}`, { retry: 'later', cause: error });
  if (status === undefined) return failed('failed', `it cannot be reached: ${message}`, 'now');
  if (status < 300) return isWhole(error) ? failed('unreadable', message, 'now') : failed('failed', 'its answer broke off', 'now');
  return failed('failed', `status ${status}: ${message}`, error.isRetryable || status === 424 ? 'now' : 'never');
}

/** It came to its end, and is no JSON or not in the provider's own shape. */
const isWhole = ({ cause }: APICallError): boolean => JSONParseError.isInstance(cause) || TypeValidationError.isInstance(cause);

/** Another manner to put the question, where the provider says that the model does not know this one. */
export function notUnderstood(error: unknown, manner: Manner): Manner | undefined {
  if (!APICallError.isInstance(error) || error.statusCode !== 400) return undefined;
  const said = `${error.message} ${error.responseBody ?? ''}`.toLowerCase();
  if (manner !== 'one-message' && said.includes('system')) return 'one-message';
  return manner === 'structured' && /tool|response_format|json_schema|output_config/.test(said) ? 'text' : undefined;
}
