import type { SNSClient } from '@aws-sdk/client-sns';
import type { Channel } from '#ports/notify.ts';
import { type AwsConnection, connectionTo, refusal } from './aws-client.ts';
import { digestText, noticeText } from './text.ts';

interface Sns {
  readonly name: string;
  readonly topic: string;
  readonly aws: AwsConnection;
}

interface Publication {
  readonly id: string;
  readonly kind: string;
  readonly headline: string;
  readonly text: string;
  readonly document: object;
}

/** An SNS topic: text for mail, the first line for phones, JSON for queues, functions and web servers. */
export function sns({ name, topic, aws }: Sns): Channel {
  let opened: Promise<SNSClient> | undefined;
  const region = topic.split(':')[3] ?? aws.region;
  const client = (): Promise<SNSClient> =>
    (opened ??= import('@aws-sdk/client-sns').then((sdk) => new sdk.SNSClient(connectionTo(aws, region))));

  const publish = async ({ id, kind, headline, text, document }: Publication): Promise<void> => {
    const { PublishCommand } = await import('@aws-sdk/client-sns');
    // Once for all programs: SNS takes 256 KB with all forms.
    const forms = { default: JSON.stringify(document), email: text, sms: headline };
    const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
    const published = new PublishCommand({
      TopicArn: topic,
      Subject: subjectOf(headline),
      MessageStructure: 'json',
      Message: JSON.stringify(forms),
      MessageAttributes: { 'selfheal-kind': attribute(kind), 'selfheal-notice': attribute(id) },
    });
    try {
      await (await client()).send(published);
    } catch (error) {
      throw refusal(name, error, 'sns', 'publish', { ...aws, region });
    }
  };
  return {
    name,
    kind: 'sns',
    gets: 'latest',
    storms: true,
    renews: false,
    recorded: true,
    async tell(notice) {
      const { id, kind, message, document, incident } = notice;
      await publish({ id, kind, headline: message.headline, text: noticeText(notice), document });
      return { thread: incident.id };
    },
    async digest(digest) {
      const { id, headline } = digest;
      await publish({ id, kind: 'digest', headline, text: digestText(digest), document: { version: 1, kind: 'digest', ...digest } });
      return { thread: id };
    },
    greet: (text) => publish({ id: 'test', kind: 'test', headline: text, text, document: { version: 1, kind: 'test', headline: text } }),
  };
}

/** A subject is at most 100 ASCII characters without line ends (docs.aws.amazon.com/sns/latest/api/API_Publish.html). */
export const subjectOf = (headline: string): string =>
  headline
    .normalize('NFKD')
    .replace(/[–—]/g, '-')
    .replace(/…/g, '...')
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 99)
    .trim() || 'Selfheal';
