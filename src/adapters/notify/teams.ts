import type { Channel } from '#ports/notify.ts';
import { lacking, notTold, secretOf } from './not-told.ts';
import { post } from './post.ts';
import { type Card, digestCard, noticeCard } from './teams-card.ts';

interface Teams {
  readonly name: string;
  /** Its value is the address of the workflow or connector, which is a secret. */
  readonly urlVariable: string;
}

/** Microsoft Teams by an incoming webhook (a workflow "post to a channel when a webhook request is received", or a connector). */
export function teams({ name, urlVariable }: Teams): Channel {
  const send = async (content: Card): Promise<void> => {
    const body = JSON.stringify({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
    });
    const answer = await post({ channel: name, url: secretOf(name, urlVariable), body });
    // A connector answers 200 also when Teams behind it did not take the card, and tells it in words.
    if (/error|failed/i.test(answer)) throw notTold(name, `Teams answered: ${answer.slice(0, 200)}`, { retry: 'later' });
  };
  return {
    name,
    kind: 'teams',
    gets: 'latest',
    storms: true,
    renews: false,
    recorded: true,
    ...lacking(urlVariable),
    async tell(notice) {
      await send(noticeCard(notice));
      return { thread: notice.incident.id };
    },
    async digest(digest) {
      await send(digestCard(digest));
      return { thread: digest.id };
    },
    greet: (text) => send(digestCard({ id: 'test', at: 0, headline: text, tone: 'good', lines: [], more: 0, over: true })),
  };
}
