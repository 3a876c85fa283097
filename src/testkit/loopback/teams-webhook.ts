import { type Answered, type Arrived, loopbackServer } from './loopback-server.ts';

interface CardElement {
  readonly type: string;
  readonly items?: readonly CardElement[];
  readonly inlines?: readonly { readonly text: string }[];
}
interface Card {
  readonly type: string;
  readonly version: string;
  readonly body: readonly CardElement[];
  readonly actions?: readonly { readonly type: string; readonly url: string }[];
}

const secretPath = '/webhookb2/0f1e2d/IncomingWebhook/s3cr3t';

/** A Teams channel's incoming webhook on loopback: takes one Adaptive Card in a message of at most 28 KB (learn.microsoft.com, "Create Incoming Webhooks"). */
export async function teamsWebhook() {
  const cards: Card[] = [];
  let next: Answered | undefined;
  const answer = ({ path, body }: Arrived): Answered => {
    if (next !== undefined) {
      const given = next;
      next = undefined;
      return given;
    }
    if (path !== secretPath) return { status: 404 };
    if (Buffer.byteLength(body) > 28 * 1_024) return { status: 413, body: 'Request Entity Too Large' };
    const message = JSON.parse(body);
    const [attachment, ...more] = message.attachments ?? [];
    const card: Card | undefined = attachment?.content;
    const bad =
      message.type !== 'message' ||
      more.length > 0 ||
      attachment?.contentType !== 'application/vnd.microsoft.card.adaptive' ||
      !isCard(card);
    if (bad || card === undefined) return { status: 400, body: 'Invalid webhook request' };
    cards.push(card);
    return { status: 202 };
  };
  const server = await loopbackServer(answer);
  return {
    ...server,
    address: `${server.url}${secretPath}`,
    cards,
    answerNext(answered: Answered) {
      next = answered;
    },
  };
}

function isCard(card: Card | undefined): boolean {
  const known = ({ type, items = [], inlines }: CardElement): boolean =>
    type === 'Container' ? items.every(known) : type === 'RichTextBlock' && (inlines ?? []).every(({ text }) => text !== '');
  return card?.type === 'AdaptiveCard' && card.body.every(known) && (card.actions ?? []).every(({ type }) => type === 'Action.OpenUrl');
}
