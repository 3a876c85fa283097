import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Channel, Notice } from '#ports/notify.ts';
import { type AwsConnection, connectionTo, refusal } from './aws-client.ts';
import { digestHtml, noticeHtml } from './mail-html.ts';
import { type AnswerLinks, digestText, noticeText } from './text.ts';

/** Links by which one recipient answers for one plan; none where they are not possible. */
export type LinksFor = (incident: IncidentDocument, planHash: string, recipient: string) => Promise<AnswerLinks | undefined>;

interface Email {
  readonly name: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly aws: AwsConnection;
  readonly links?: LinksFor | undefined;
}

interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Mail programs gather mails of one incident by it. */
  readonly about: string;
}

/** E-mail by Amazon SES: one mail for each recipient, because the links in it are theirs alone. */
export function email({ name, from, to, aws, links }: Email): Channel {
  let opened: Promise<SESv2Client> | undefined;
  const client = (): Promise<SESv2Client> =>
    (opened ??= import('@aws-sdk/client-sesv2').then((sdk) => new sdk.SESv2Client(connectionTo(aws))));
  /** Recipients who have this mail already, when it is tried again for the others. */
  const reached = new Set<string>();

  const send = async (recipient: string, { subject, text, html, about }: Mail): Promise<void> => {
    const { SendEmailCommand } = await import('@aws-sdk/client-sesv2');
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
    const sent = new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [recipient] },
      Content: {
        Simple: {
          Subject: utf8(subject),
          Body: { Text: utf8(text), Html: utf8(html) },
          Headers: [{ Name: 'References', Value: `<${about}@selfheal>` }],
        },
      },
    });
    try {
      await (await client()).send(sent);
    } catch (error) {
      throw refusal(name, error, 'sesv2', 'sendEmail', aws);
    }
  };
  const sendAll = async (id: string, mailFor: (recipient: string) => Promise<Mail>): Promise<void> => {
    for (const recipient of to) {
      if (reached.has(`${id}|${recipient}`)) continue;
      await send(recipient, await mailFor(recipient));
      reached.add(`${id}|${recipient}`);
    }
    for (const recipient of to) reached.delete(`${id}|${recipient}`);
  };
  const linksIn = async ({ incident, message: { plan } }: Notice, recipient: string): Promise<AnswerLinks | undefined> =>
    plan === undefined ? undefined : links?.(incident, plan, recipient);

  return {
    name,
    kind: 'email',
    gets: 'latest',
    storms: true,
    renews: false,
    recorded: true,
    async tell(notice) {
      await sendAll(notice.id, async (recipient) => {
        const answers = await linksIn(notice, recipient);
        const [text, html] = [noticeText(notice, answers), noticeHtml(notice, answers)];
        return { subject: notice.message.headline, text, html, about: notice.incident.id };
      });
      return { thread: notice.incident.id };
    },
    async digest(digest) {
      const mail = { subject: digest.headline, text: digestText(digest), html: digestHtml(digest), about: digest.id };
      await sendAll(`${digest.id}|${digest.at}`, async () => mail);
      return { thread: digest.id };
    },
    async greet(text) {
      const digest = { id: 'test', at: 0, headline: text, tone: 'good', lines: [], more: 0, over: true } as const;
      for (const recipient of to)
        await send(recipient, { subject: text, text: digestText(digest), html: digestHtml(digest), about: 'test' });
    },
  };
}
