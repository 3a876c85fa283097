import type { EntryBody } from '#domain/entry.ts';
import type { Notice, NoticeKind } from '#ports/notify.ts';
import { documentOf } from './document.ts';
import { messageOf } from './message.ts';
import type { Story } from './story.ts';

interface Around {
  readonly sandbox: boolean;
  /** Where people reach us, when the policy says. */
  readonly url: string | undefined;
}

/** Where a person reads all of it. */
export const pageOf = (url: string | undefined, incident: string): string | undefined =>
  url === undefined ? undefined : `${url.replace(/\/$/, '')}/#${incident}`;

/** What to say about one entry of an incident's ledger. */
export function noticeOf(
  { incident, ledger, action, changes, finding }: Story,
  entry: EntryBody,
  kind: NoticeKind,
  around: Around,
): Notice {
  const { sandbox, url } = around;
  const id = `${incident.id}:${entry.seq}`;
  const message = messageOf({ incident, kind, entry, ledger, action, changes, sandbox, details: pageOf(url, incident.id) });
  return {
    id,
    kind,
    incident,
    at: entry.at,
    message,
    // Only programs read it.
    get document() {
      return documentOf(id, kind, entry.at, incident, message);
    },
    ...(finding === undefined ? {} : { finding }),
  };
}
