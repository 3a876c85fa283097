import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { LoadedPolicy } from '#config/load-policy.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { sha256 } from '#domain/json.ts';
import { questionOf } from '#domain/question.ts';
import type { ClaimKey } from '#ports/store.ts';
import { humanOf, type Person } from './person.ts';

/** Where an e-mail's buttons lead. */
export interface AnswerAddresses {
  readonly approve: string;
  readonly reject: string;
}

/** What a link is good for: one answer of one person about one plan. */
export interface AnswerLink {
  readonly incident: string;
  readonly planHash: string;
  readonly recipient: string;
  readonly answer: 'approve' | 'reject';
  /** Epoch milliseconds. */
  readonly expires: number;
  /** Taken when it is used, so that it is used once. */
  readonly once: { readonly key: ClaimKey; readonly until: number };
}

/** Makes and reads the links of one installation. */
export interface AnswerLinks {
  /** The links for one recipient of one question; none without `url` in the policy, for who is not in `people`, and for a plan that nobody is asked about. */
  make(incident: IncidentDocument, planHash: string, recipient: string): AnswerAddresses | undefined;
  /** What a token is good for; nothing for one that was not made here, or was changed. */
  read(token: string): AnswerLink | undefined;
}

const Signed = z.tuple([z.string(), z.string(), z.string(), z.enum(['approve', 'reject']), z.int()]);

/** The path under which links are answered, and nothing else. */
export const answerPath = '/answer/';

/** Links under a key of their own, derived from the installation's (RFC 5869). A link is the same however often it is made: a mail that is sent again carries no second yes. */
export function answerLinks(key: Uint8Array, policy: () => LoadedPolicy): AnswerLinks {
  const signing = new Uint8Array(hkdfSync('sha256', key, '', 'selfheal answer links', 32));
  const signature = (text: string): Buffer => createHmac('sha256', signing).update(text).digest();
  const tokenOf = (link: z.infer<typeof Signed>): string => {
    const text = Buffer.from(JSON.stringify(link)).toString('base64url');
    return `${text}.${signature(text).toString('base64url')}`;
  };
  return {
    make(incident, planHash, recipient) {
      const { url, people } = policy().policy;
      const question = questionOf(incident);
      if (url === undefined || question?.planHash !== planHash || humanOf(recipient, people) === undefined) return undefined;
      const base = url.replace(/\/+$/, '');
      const address = (answer: AnswerLink['answer']): string =>
        `${base}${answerPath}${tokenOf([incident.id, planHash, recipient, answer, Math.max(question.until, question.latest)])}`;
      return { approve: address('approve'), reject: address('reject') };
    },
    read(token) {
      const [text = '', given = '', ...more] = token.split('.');
      const bytes = Buffer.from(given, 'base64url');
      const expected = signature(text);
      // One text for one link: what decodes to the same bytes is another token, and could be used again.
      if (more.length > 0 || bytes.length !== expected.length || bytes.toString('base64url') !== given) return undefined;
      if (!timingSafeEqual(bytes, expected)) return undefined;
      const [incident, planHash, recipient, answer, expires] = Signed.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
      const key: ClaimKey = `nonce:link:${sha256(text)}`;
      return { incident, planHash, recipient, answer, expires, once: { key, until: expires + forgetMs } };
    },
  };
}

/** Some time after a link has expired nobody need remember that it was used. */
const forgetMs = 60 * 60_000;

/** Whom a link was sent to; nothing when the policy does not know them any more. */
export function readerOf({ recipient }: AnswerLink, policy: LoadedPolicy): Person | undefined {
  const human = humanOf(recipient, policy.policy.people);
  return human === undefined ? undefined : { name: human.name, channel: 'email' };
}
