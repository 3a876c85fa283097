import { z } from 'zod';
import type { ChannelConfig } from '#config/channels.ts';
import { type Digest, type DigestLine, noticeKinds, type Tone } from '#ports/notify.ts';

const Line = z.object({ incident: z.string(), kind: z.enum(noticeKinds), headline: z.string() });

/** What a channel was told lately, and the digest that many at once have become. */
const Storm = z.object({
  /** When conversations were begun, epoch milliseconds, within the window. */
  begun: z.array(z.int()),
  digest: z
    .object({
      id: z.string(),
      thread: z.string().optional(),
      /** When it was sent last; 0: not yet. */
      sent: z.int(),
      /** Something in it changed since. */
      dirty: z.boolean(),
      over: z.boolean(),
      lines: z.array(Line),
      /** What another channel was told, because this one could not be reached. */
      elsewhere: z.array(z.string()).optional(),
      /** Incidents in it that have no line any more. */
      more: z.int(),
    })
    .optional(),
});
export type Storm = Readonly<z.infer<typeof Storm>>;

const mostKept = 200;
const mostShown = 20;
/** A digest that is renewed in place is not renewed more often than this. */
const renewMs = 5_000;

export const calm: Storm = { begun: [] };
export const readStorm = (kept: string | undefined): Storm => (kept === undefined ? calm : Storm.parse(JSON.parse(kept)));
export const digestThread = (id: string): string => `digest:${id}`;

type Limit = ChannelConfig['storm'];

const within = (begun: readonly number[], { minutes }: Limit, now: number): number[] => begun.filter((at) => at > now - minutes * 60_000);

/** One more conversation would begin: alone, or in the digest, because there were too many lately. */
export function begin(storm: Storm, channel: string, limit: Limit, now: number): { readonly storm: Storm; readonly alone: boolean } {
  const begun = [...within(storm.begun, limit, now), now].slice(-(limit.notices + 1));
  if (begun.length <= limit.notices) return { storm: { ...storm, begun }, alone: true };
  if (storm.digest?.over === false) return { storm: { ...storm, begun }, alone: false };
  const digest = { id: `digest-${channel}-${now}`, sent: 0, dirty: true, over: false, lines: [], more: 0 };
  return { storm: { begun, digest }, alone: false };
}

/** The digest with this line in it, in place of the incident's line before. */
export function withLine(storm: Storm, line: DigestLine): Storm {
  const { digest } = storm;
  if (digest === undefined) return storm;
  const others = digest.lines.filter(({ incident }) => incident !== line.incident);
  const lines = [...others, line].toSorted((one, other) => urgency(other) - urgency(one));
  const kept = lines.slice(0, mostKept);
  return { ...storm, digest: { ...digest, dirty: true, lines: kept, more: digest.more + lines.length - kept.length } };
}

/** Over once the window holds no more than its limit. */
export function calmed(storm: Storm, limit: Limit, now: number): Storm {
  const { digest } = storm;
  if (digest === undefined || digest.over || within(storm.begun, limit, now).length > limit.notices) return storm;
  return { ...storm, digest: { ...digest, over: true, dirty: true } };
}

/** Is it time to send the digest (again)? Where it cannot be renewed in place, only once a window and at its end. */
export function isDue({ digest }: Storm, limit: Limit, renews: boolean, now: number): boolean {
  if (digest === undefined || !digest.dirty) return false;
  return digest.sent === 0 || now - digest.sent >= (renews ? renewMs : limit.minutes * 60_000) || (digest.over && !renews);
}

/** As it is sent. */
export function digestOf({ digest }: Storm, now: number, details: string | undefined): Digest | undefined {
  if (digest === undefined) return undefined;
  const { id, lines, over } = digest;
  const total = lines.length + digest.more;
  const count = (kind: DigestLine['kind']): number => lines.filter((line) => line.kind === kind).length;
  const [pages, asked] = [count('page'), count('asked')];
  const wanted = [pages === 0 ? '' : `${pages} need you now`, asked === 0 ? '' : `${asked} ask you`].filter((text) => text !== '');
  const tone: Tone = pages > 0 ? 'page' : asked > 0 ? 'asks' : 'plain';
  return {
    id,
    at: now,
    headline: `${total} incidents${over ? '' : ' so far'} in one storm: ${wanted.length === 0 ? 'nothing to do' : wanted.join(', ')}`,
    tone,
    lines: lines.slice(0, mostShown),
    more: total - Math.min(lines.length, mostShown),
    ...(details === undefined ? {} : { details }),
    over,
  };
}

const markOf = ({ kind, incident }: DigestLine): string => `${kind} ${incident}`;
const wantsAPerson = ({ kind }: DigestLine): boolean => kind === 'page' || kind === 'asked';

/** What wants a person in a digest that was not sent, and was not told elsewhere. */
export const stranded = ({ digest }: Storm): readonly DigestLine[] =>
  digest?.dirty === true ? digest.lines.filter((line) => wantsAPerson(line) && digest.elsewhere?.includes(markOf(line)) !== true) : [];

/** After these lines were told elsewhere. */
export const toldElsewhere = (storm: Storm, lines: readonly DigestLine[]): Storm =>
  storm.digest === undefined
    ? storm
    : { ...storm, digest: { ...storm.digest, elsewhere: [...(storm.digest.elsewhere ?? []), ...lines.map(markOf)] } };

/** After it was sent. */
export const sentDigest = (storm: Storm, now: number, thread: string | undefined): Storm =>
  storm.digest === undefined
    ? storm
    : { ...storm, digest: { ...storm.digest, sent: now, dirty: false, ...(thread === undefined ? {} : { thread }) } };

const ranks: Readonly<Record<DigestLine['kind'], number>> = { page: 6, asked: 5, opened: 4, moved: 3, answered: 2, ended: 1, left: 0 };
const urgency = ({ kind }: DigestLine): number => ranks[kind];
