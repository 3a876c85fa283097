import type { IncidentDocument } from '#domain/incident.ts';
import type { JsonObject } from '#domain/json.ts';

/**
 * What people are told about. `asked` wants an answer, `page` wants a person now; `ended`: something was done or decided; `left`: it ended, and
 * there was nothing to do.
 */
export const noticeKinds = ['opened', 'moved', 'asked', 'answered', 'page', 'ended', 'left'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** How it looks at a glance: red wants a person now, yellow an answer, green is good, grey is for the record. */
export type Tone = 'page' | 'asks' | 'good' | 'plain';

/** One difference of a resource's state, each side as short JSON; absent where there was or is nothing. */
export interface Difference {
  readonly path: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** A message in no channel's own form: plain texts, redacted and bounded, for a renderer to escape and lay out. */
export interface Message {
  /** What happened and what is wanted, in one line. */
  readonly headline: string;
  readonly tone: Tone;
  /** What a person is to do, until when; absent where nothing is wanted. */
  readonly wants?: string | undefined;
  /** Label and text: what, where, who, when. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** Why it is wrong and what came of it, a sentence each. */
  readonly why: readonly string[];
  readonly evidence: readonly { readonly id: string; readonly what: string; readonly source: string; readonly at: number }[];
  /** What could not be read. */
  readonly gaps: readonly string[];
  /** What a model said, and who it is. */
  readonly analysis?: { readonly model: string; readonly claims: readonly string[] } | undefined;
  /** The exact calls, one a line: planned, or sent with their outcome. */
  readonly calls: { readonly sent: boolean; readonly lines: readonly string[] };
  /** `planned`: as the plan predicts; else as it was read afterwards. */
  readonly changes: { readonly planned: boolean; readonly items: readonly Difference[]; readonly more: number };
  readonly cost?: string | undefined;
  readonly risk?: string | undefined;
  readonly timeline: readonly { readonly at: number; readonly what: string }[];
  /** Hash of the plan that waits for an answer. */
  readonly plan?: string | undefined;
  /** The incident's page, where the policy says under which address people reach us. */
  readonly details?: string | undefined;
}

/** The finding that an incident came from, for writing back. */
export interface Finding {
  readonly id: string;
  readonly productArn: string;
  readonly region: string;
}

/** One thing to say about one incident, made from one ledger entry. */
export interface Notice {
  /** `<incident>:<entry number>`: a channel that knows duplicates is given it. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly incident: IncidentDocument;
  /** Epoch milliseconds of the ledger entry. */
  readonly at: number;
  readonly message: Message;
  /** The whole for programs; its shape is docs/channels.md's. */
  readonly document: JsonObject;
  readonly finding?: Finding | undefined;
  /** Said here because that channel could not be reached. */
  readonly insteadOf?: string | undefined;
}

/** Many incidents in one message, when one message each would drown people. */
export interface Digest {
  /** `digest-<channel>-<epoch milliseconds>`. */
  readonly id: string;
  readonly at: number;
  readonly headline: string;
  readonly tone: Tone;
  /** The most urgent first. */
  readonly lines: readonly DigestLine[];
  /** How many more there are. */
  readonly more: number;
  /** The list of incidents. */
  readonly details?: string | undefined;
  readonly over: boolean;
}
export interface DigestLine {
  readonly incident: string;
  readonly kind: NoticeKind;
  readonly headline: string;
}

/** Where a message went, so that the next one about the incident joins it. */
export interface Posted {
  /** The channel's own name of the conversation: Slack's `ts`, PagerDuty's `dedup_key`. */
  readonly thread?: string | undefined;
}

/** One configured way to tell people or programs. */
export interface Channel {
  /** As in the policy's `channels`. */
  readonly name: string;
  readonly kind: string;
  /** `latest`: people, who are told where an incident stands now and are spared what is past. `every`: programs, which get each notice in order. */
  readonly gets: 'latest' | 'every';
  /** Are many at once too many for it? Then they come in a digest. */
  readonly storms: boolean;
  /** Can it change what it said before? A digest is renewed there in place. */
  readonly renews: boolean;
  /** It is only told of incidents that came from a finding. */
  readonly needs?: 'finding' | undefined;
  /** False: what it said is in no ledger, because nobody is surely told (a screen). */
  readonly recorded: boolean;
  /** Sends once. Throws HealError `not-told`; `retry: 'never'` when this message will never be taken, else the channel is at fault. */
  tell(notice: Notice, thread: string | undefined): Promise<Posted>;
  digest(digest: Digest, thread: string | undefined): Promise<Posted>;
  /** Says that it works, to people. */
  greet(text: string): Promise<void>;
  /** Why it cannot work as it is configured; asks nobody. */
  readonly lacks?: string | undefined;
}
