import { z } from 'zod';
import { type ErrorCode, ErrorDocument, type HealError } from '#domain/heal-error.ts';

/** An error as RFC 9457 problem details: `type` and `title` carry the code, `detail` what happened and what to do next. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  ...ErrorDocument.pick({ code: true, retry: true, details: true }).shape,
});
export type Problem = Readonly<z.infer<typeof Problem>>;

/** Codes that are not our own failure (500). */
const statuses: { readonly [C in ErrorCode]?: number } = {
  'access-denied': 403,
  'aws-error': 502,
  'aws-unreachable': 502,
  'bad-input': 400,
  'bad-params': 400,
  'disk-full': 507,
  'emulator-failed': 503,
  'emulator-missing': 503,
  'fence-lost': 409,
  'no-such-resource': 404,
  'not-allowed': 409,
  'not-found': 404,
  'not-running': 503,
  throttled: 503,
  'timed-out': 504,
  'too-large': 413,
  'unsupported-operation': 501,
};

/** The answer for an error. */
export function problemOf(error: HealError, status: number = statuses[error.code] ?? 500): Response {
  const { message, ...rest } = error.toJSON();
  const problem: Problem = { type: `urn:selfheal:error:${error.code}`, title: error.code, status, detail: message, ...rest };
  return new Response(JSON.stringify(problem), { status, headers: { 'content-type': 'application/problem+json' } });
}
