import { createHmac } from 'node:crypto';
import type { Channel } from '#ports/notify.ts';
import { lacking, secretOf } from './not-told.ts';
import { post } from './post.ts';

interface Webhook {
  readonly name: string;
  readonly url: string;
  readonly secretVariable: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** HMAC-SHA256 over `<epoch seconds>.<body>` in hex: with the time inside, nobody can send an old request again. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');

/** Any program that takes JSON: each notice once in order, signed, with an idempotency key; docs/channels.md tells how to check it. */
export function webhook({ name, url, secretVariable, now }: Webhook): Channel {
  const send = async (key: string, document: object): Promise<void> => {
    const body = JSON.stringify(document);
    const seconds = Math.floor(now() / 1_000);
    await post({
      channel: name,
      url,
      body,
      headers: {
        'idempotency-key': key,
        'selfheal-timestamp': String(seconds),
        'selfheal-signature': `v1=${signatureOf(secretOf(name, secretVariable), seconds, body)}`,
      },
    });
  };
  return {
    name,
    kind: 'webhook',
    gets: 'every',
    storms: false,
    renews: false,
    recorded: true,
    ...lacking(secretVariable),
    async tell(notice) {
      await send(notice.id, notice.document);
      return {};
    },
    async digest(digest) {
      await send(digest.id, { version: 1, kind: 'digest', ...digest });
      return {};
    },
    greet: (text) => send(`test-${now()}`, { version: 1, kind: 'test', headline: text }),
  };
}
