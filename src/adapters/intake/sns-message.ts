import { z } from 'zod';

/** What is told of a refused message stays short, whoever wrote it. */
const short = z.string().min(1).max(512);
const longest = 4_096;
const signed = {
  MessageId: short,
  TopicArn: short,
  Message: z.string(),
  Timestamp: short,
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.base64(),
  SigningCertURL: z.url().max(longest),
};
const confirmation = { ...signed, Token: z.string().min(1).max(longest), SubscribeURL: z.url().max(longest) };

/** What SNS posts to a web address. Source: docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html. */
export const SnsMessage = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), ...signed, Subject: z.string().nullish() }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), ...confirmation }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), ...confirmation }),
]);
export type SnsMessage = Readonly<z.infer<typeof SnsMessage>>;

/** A message that asks to confirm that somebody subscribes us, or says that somebody unsubscribed us. */
export type SnsConfirmation = Exclude<SnsMessage, { readonly Type: 'Notification' }>;

/** The text that SNS signs: names and values of some fields by name, a line each. Source: docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html. */
export function stringToSign(message: SnsMessage): string {
  const { Message, MessageId, Timestamp, TopicArn, Type } = message;
  const fields =
    message.Type === 'Notification'
      ? { Message, MessageId, ...(message.Subject == null ? {} : { Subject: message.Subject }), Timestamp, TopicArn, Type }
      : { Message, MessageId, SubscribeURL: message.SubscribeURL, Timestamp, Token: message.Token, TopicArn, Type };
  return Object.entries(fields)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
}
