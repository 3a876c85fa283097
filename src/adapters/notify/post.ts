import { notTold } from './not-told.ts';

/** Longer than a healthy endpoint needs, shorter than the outbox's lease. */
const timeoutMs = 10_000;
const longestAnswer = 4_000;

interface Posting {
  readonly channel: string;
  /** May hold a secret: it stands in no message. */
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses that refuse this very message; every other failure is the endpoint's. */
  readonly refusing?: readonly number[];
}

/** Posts JSON once and gives the text of the answer. Redirections are not followed. Throws HealError `not-told`. */
export async function post({ channel, url, body, headers = {}, refusing = [400, 413, 415, 422] }: Posting): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal,
      headers: { 'content-type': 'application/json', 'user-agent': 'selfheal', ...headers },
    });
    text = (await response.text()).slice(0, longestAnswer);
  } catch (cause) {
    const because = signal.aborted ? `it did not answer within ${timeoutMs / 1_000} s` : `it cannot be reached (${reason(cause)})`;
    throw notTold(channel, because, { retry: 'later', cause });
  }
  if (response.ok) return text;
  const said = text.replace(/\s+/g, ' ').slice(0, 200);
  throw notTold(channel, `it answered with status ${response.status}${said === '' ? '' : `: ${said}`}`, {
    retry: refusing.includes(response.status) ? 'never' : 'later',
    retryAfterMs: retryAfter(response.headers.get('retry-after')),
  });
}

/** RFC 9110: seconds, or a date. */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) ? Math.min(Math.max(0, milliseconds), 15 * 60_000) : undefined;
}

/** `ECONNREFUSED`, or the innermost words; fetch itself only says that it failed. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.message : reason(error.cause);
}
