import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds: an older request is a replay (docs.slack.dev/authentication/verifying-requests-from-slack). */
const longestAge = 5 * 60;

interface SlackRequest {
  /** As they came: Slack signs the bytes. */
  readonly body: Uint8Array;
  /** `X-Slack-Signature`. */
  readonly signature: string | undefined;
  /** `X-Slack-Request-Timestamp`, epoch seconds. */
  readonly timestamp: string | undefined;
}

/** Why a request is not taken for Slack's; nothing when Slack signed it (version v0) with this secret less than five minutes ago. */
export function whyNotFromSlack({ body, signature, timestamp }: SlackRequest, secret: string, now: number): string | undefined {
  if (secret === '') return 'the signing secret is empty';
  if (signature === undefined || timestamp === undefined) return 'it is not signed';
  if (!/^\d{1,12}$/.test(timestamp)) return 'its time is no time';
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  // Digests have equal lengths, whatever was sent.
  if (!timingSafeEqual(digest(signature), digest(`v0=${expected}`))) return 'its signature is not that of this body';
  const age = Math.abs(now / 1000 - Number(timestamp));
  return age > longestAge ? `it was signed ${Math.round(age)} s ago or ahead; is the clock of this machine right?` : undefined;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
