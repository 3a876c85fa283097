import type { Digest, Message, Notice, Tone } from '#ports/notify.ts';
import { changeLines, costAndRisk, evidenceLines, insteadLine, timelineLines } from './lines.ts';

interface Run {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly fontType?: 'Monospace';
}
type Element =
  | { readonly type: 'RichTextBlock'; readonly inlines: readonly Run[]; readonly spacing?: 'Small' | 'None' }
  | { readonly type: 'Container'; readonly style: Style; readonly bleed: true; readonly items: readonly Element[] };
type Style = 'attention' | 'warning' | 'good' | 'emphasis';

/** An Adaptive Card as Teams takes it. Its texts are runs, which know no Markdown: a name with asterisks is shown as it is. */
export interface Card {
  readonly $schema: string;
  readonly type: 'AdaptiveCard';
  readonly version: '1.4';
  readonly body: readonly Element[];
  readonly actions: readonly { readonly type: 'Action.OpenUrl'; readonly title: string; readonly url: string }[];
  readonly msteams: { readonly width: 'Full' };
}

const styles: Readonly<Record<Tone, Style>> = { page: 'attention', asks: 'warning', good: 'good', plain: 'emphasis' };
/** Teams refuses messages above 28 KB (learn.microsoft.com, "Incoming webhook"); the envelope takes some of it. */
const mostBytes = 25_000;
const shortText = 200;

export function noticeCard({ message, insteadOf }: Notice): Card {
  const { wants, calls, gaps, analysis, details } = message;
  const first = [
    banner(message.headline, message.tone),
    ...insteadLine(insteadOf).map(text),
    ...message.why.map(text),
    ...section(calls.sent ? 'What was done' : 'What would be done', calls.lines, code),
    ...section(message.changes.planned ? 'What would change' : 'What changed', changeLines(message), code),
    ...pairs(costAndRisk(message)),
    ...(wants === undefined ? [] : [bold(wants)]),
    ...(message.plan === undefined ? [] : [text(`Answer with: selfheal approve ${idOf(message)}  or  selfheal reject ${idOf(message)}`)]),
    ...pairs(message.facts),
  ];
  const more = [
    ...section(analysis === undefined ? '' : `${analysis.model} thinks`, analysis?.claims ?? [], text),
    ...section('Evidence', evidenceLines(message), text),
    ...section('Could not be read', gaps, text),
    ...section('Timeline', timelineLines(message), text),
  ];
  const whole = card([...first, ...more], details, 'The whole story');
  if (fits(whole)) return whole;
  const brief = card(first, details, 'The whole story');
  return fits(brief) ? brief : shortened(brief);
}

const fits = (made: Card): boolean => Buffer.byteLength(JSON.stringify(made)) <= mostBytes;

/** What somebody made long on purpose is said in short, so that it is said. */
function shortened(long: Card): Card {
  const cut = (text: string): string =>
    text.length <= shortText ? text : `${text.slice(0, shortText - 1).replace(/[\ud800-\udbff]$/, '')}…`;
  return JSON.parse(JSON.stringify(long, (key, value: unknown) => (key === 'text' && typeof value === 'string' ? cut(value) : value)));
}

export const digestCard = ({ headline, tone, lines, more, details }: Digest): Card =>
  card(
    [banner(headline, tone), ...lines.map((line) => text(line.headline)), ...(more === 0 ? [] : [text(`and ${more} more`)])],
    details,
    'All incidents',
  );

const card = (body: readonly Element[], details: string | undefined, title: string): Card => ({
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.4',
  body,
  actions: details === undefined ? [] : [{ type: 'Action.OpenUrl', title, url: details }],
  msteams: { width: 'Full' },
});

const text = (said: string): Element => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: said }], spacing: 'Small' });
const bold = (said: string): Element => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: said, weight: 'Bolder' }] });
const code = (said: string): Element => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text: said, fontType: 'Monospace' }],
  spacing: 'None',
});
const banner = (headline: string, tone: Tone): Element => ({
  type: 'Container',
  style: styles[tone],
  bleed: true,
  items: [bold(headline)],
});
const section = (title: string, lines: readonly string[], each: (line: string) => Element): readonly Element[] =>
  lines.length === 0 ? [] : [bold(title), ...lines.map(each)];
const pairs = (facts: readonly (readonly [string, string])[]): readonly Element[] =>
  facts.map(([label, said]) => ({
    type: 'RichTextBlock',
    inlines: [
      { type: 'TextRun', text: `${label}  `, weight: 'Bolder' },
      { type: 'TextRun', text: said },
    ],
    spacing: 'None',
  }));
const idOf = ({ facts }: Message): string => facts.find(([label]) => label === 'Incident')?.[1] ?? '';
