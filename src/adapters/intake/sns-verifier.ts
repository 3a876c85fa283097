import { verify } from 'node:crypto';
import { HealError } from '#domain/heal-error.ts';
import { type CertificateOptions, isAtSns, snsCertificates } from './sns-certificate.ts';
import { type SnsConfirmation, SnsMessage, stringToSign } from './sns-message.ts';

/** A message that SNS signed for a topic of ours not long ago, or why it is none. */
export type VerifiedSns =
  | { readonly verified: true; readonly message: SnsMessage }
  | { readonly verified: false; readonly because: string };

export interface SnsVerifier {
  /** Throws HealError `aws-unreachable` or `throttled` when the signing certificate could not be read: nothing is known, and SNS sends it again. */
  verify(body: unknown, isOurs: (topicArn: string) => boolean): Promise<VerifiedSns>;
  /** Answers yes to a verified request to confirm. Throws HealError `aws-unreachable`. */
  confirm(message: SnsConfirmation): Promise<void>;
}

/** SNS delivers for at most an hour (docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html): older ones are replays. */
const oldestMs = 60 * 60_000;
const clockSkewMs = 5 * 60_000;
const timeoutMs = 10_000;

/** Checks messages of SNS by their signature. What is wrong in any way is refused. */
export function snsVerifier(options: CertificateOptions): SnsVerifier {
  const { fetch: get, now } = options;
  const certificates = snsCertificates(options);
  return {
    async verify(body, isOurs) {
      const parsed = SnsMessage.safeParse(body);
      if (!parsed.success)
        return refused('it is no message of SNS (with raw message delivery there is no signature: turn that off in the subscription)');
      const message = parsed.data;
      if (!isOurs(message.TopicArn)) return refused(`the topic ${message.TopicArn} is not among the policy's topics`);
      const age = now() - Date.parse(message.Timestamp);
      if (!(age <= oldestMs && age >= -clockSkewMs)) return refused(`its time, ${message.Timestamp}, is not within the last hour`);
      const signing = await certificates.keyAt(message.SigningCertURL);
      if ('because' in signing) return refused(signing.because);
      const algorithm = message.SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1';
      const right = verify(algorithm, Buffer.from(stringToSign(message)), signing.key, Buffer.from(message.Signature, 'base64'));
      return right ? { verified: true, message } : refused('its signature is wrong');
    },
    async confirm({ SubscribeURL, TopicArn, Token }) {
      const { searchParams } = new URL(SubscribeURL);
      const expected =
        isAtSns(SubscribeURL) &&
        searchParams.get('Action') === 'ConfirmSubscription' &&
        searchParams.get('TopicArn') === TopicArn &&
        searchParams.get('Token') === Token;
      if (!expected)
        throw new HealError('access-denied', `the address to confirm ${TopicArn} is not SNS's own; confirm the subscription by hand`);
      await visited(SubscribeURL, TopicArn, get);
    },
  };
}

const refused = (because: string): VerifiedSns => ({ verified: false, because });

async function visited(url: string, topic: string, get: typeof fetch): Promise<void> {
  const failed = (why: string, cause?: unknown): HealError =>
    new HealError('aws-unreachable', `the subscription to ${topic} could not be confirmed: ${why}; SNS asks again`, {
      retry: 'later',
      cause,
    });
  const response = await get(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    throw failed(String(error), error);
  });
  await response.body?.cancel();
  if (!response.ok) throw failed(`SNS answers with status ${response.status}`);
}
