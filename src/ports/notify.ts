import type { IncidentDocument } from '#domain/incident.ts';

/** What people are told about. `asked` wants an answer, `page` wants a person now. */
export type NoticeKind = 'opened' | 'asked' | 'page' | 'moved' | 'ended';

/** One thing to say about one incident, made from one ledger entry. */
export interface Notice {
  /** `<incident>:<entry number>`: a channel that knows duplicates is given it. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly incident: IncidentDocument;
  /** Epoch milliseconds of the ledger entry. */
  readonly at: number;
  readonly headline: string;
}

/** Many incidents in one message, when one message each would drown people. */
export interface Digest {
  readonly id: string;
  readonly at: number;
  readonly notices: readonly Notice[];
}

/** Where a message went, so that the next one about the incident joins it. */
export interface Posted {
  /** The channel's own name of the conversation: Slack's `ts`, PagerDuty's `dedup_key`. */
  readonly thread?: string | undefined;
}

/** One configured way to tell people. */
export interface Channel {
  /** As in the policy's `channels`. */
  readonly name: string;
  readonly kind: string;
  /** Sends once. Throws HealError; `details.arrived: 'no'` when nothing was told. */
  tell(notice: Notice, thread: string | undefined): Promise<Posted>;
  digest(digest: Digest): Promise<Posted>;
}
