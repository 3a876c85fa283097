import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Answered, type Arrived, loopbackServer } from './loopback-server.ts';

const secret = 'between-us-two';
const freshSeconds = 300;

/** Somebody else's web server that checks our signed webhook as docs/channels.md tells it to: the time, the signature, and each key once. */
export async function signedReceiver(now: () => number) {
  const documents: Readonly<Record<string, unknown>>[] = [];
  const seen = new Set<string>();
  let next: Answered | undefined;
  const answer = ({ headers, body }: Arrived): Answered => {
    if (next !== undefined) {
      const given = next;
      next = undefined;
      return given;
    }
    const seconds = Number(headers['selfheal-timestamp']);
    if (!(Math.abs(now() / 1_000 - seconds) <= freshSeconds)) return { status: 401, body: 'stale' };
    const expected = Buffer.from(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'));
    const given = Buffer.from(String(headers['selfheal-signature']).replace(/^v1=/, ''));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { status: 401, body: 'not signed' };
    const key = String(headers['idempotency-key']);
    if (!seen.has(key)) documents.push(JSON.parse(body));
    seen.add(key);
    return { status: 204 };
  };
  const server = await loopbackServer(answer);
  return {
    ...server,
    secret,
    documents,
    answerNext(answered: Answered) {
      next = answered;
    },
  };
}
