import type { Diagnosis, Evidence, Gap } from '#domain/facts.ts';
import { dayAndTime } from '#entry/cli/durations.ts';

/** What a diagnosis rests on, a line each: the id that claims cite, what it says, where and of when it was read. */
export const evidenceLines = ({ evidence }: Pick<Diagnosis, 'evidence'>): readonly string[] => evidence.map(line);

/** What would have been looked at and could not be read. */
export const gapLines = ({ gaps = [] }: Pick<Diagnosis, 'gaps'>): readonly string[] => gaps.map(gap);

const line = ({ id, kind, what, source, at, cut }: Evidence): string =>
  `${id} ${kind ?? 'event'}: ${what} (${source.startsWith('blob ') ? 'the event' : source}, ${dayAndTime(at)}${cut === true ? ', shortened' : ''})`;

const gap = ({ kind, source, because }: Gap): string => `${kind}: ${because} (${source})`;
