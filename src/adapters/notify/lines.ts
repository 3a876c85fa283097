import type { Message } from '#ports/notify.ts';

/** Differences, one a line: `path: before → after`; what only one side has with a minus or a plus before it. */
export const changeLines = ({ changes: { items, more } }: Message): readonly string[] => [
  ...items.map(({ path, before, after }) => {
    if (before === undefined) return `+ ${path}: ${after ?? ''}`;
    return after === undefined ? `- ${path}: ${before}` : `${path}: ${before} → ${after}`;
  }),
  ...(more === 0 ? [] : [`… and ${more} more`]),
];

/** What a fix costs and risks, where a plan says so. */
export const costAndRisk = ({ cost, risk }: Message): readonly (readonly [label: string, text: string])[] => [
  ...(cost === undefined ? [] : [['Cost', cost] as const]),
  ...(risk === undefined ? [] : [['Risk', risk] as const]),
];

export const evidenceLines = ({ evidence }: Message): readonly string[] =>
  evidence.map(({ id, what, source }) => `[${id}] ${what} (${source})`);

/** The time of day (UTC) before each step. */
export const timelineLines = ({ timeline }: Message): readonly string[] =>
  timeline.map(({ at, what }) => `${new Date(at).toISOString().slice(11, 19)}  ${what}`);

/** Why it is said in this place and not in its own. */
export const insteadLine = (insteadOf: string | undefined): readonly string[] =>
  insteadOf === undefined ? [] : [`Told here because ${insteadOf} could not be reached.`];
