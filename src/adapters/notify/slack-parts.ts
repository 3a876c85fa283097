interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: boolean;
}
interface Run {
  readonly type: 'text';
  readonly text: string;
  readonly style?: { readonly bold: true };
}
interface Link {
  readonly type: 'link';
  readonly url: string;
  readonly text: string;
}
interface Section {
  readonly type: 'rich_text_section';
  readonly elements: (Run | Link)[];
}
type Rich =
  | Section
  | { readonly type: 'rich_text_preformatted'; readonly elements: Run[] }
  | { readonly type: 'rich_text_list'; readonly style: 'bullet'; readonly elements: Section[] };
interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly value: string;
  readonly text: PlainText;
  readonly style?: 'primary' | 'danger';
}

/** The few kinds of blocks that our messages have. None of them reads markup: what stands in a name or a tag is shown as it is. */
export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'rich_text'; readonly elements: Rich[] }
  | { readonly type: 'context'; readonly elements: PlainText[] }
  | { readonly type: 'actions'; readonly block_id: string; readonly elements: Button[] };

/** docs.slack.dev/reference/block-kit/blocks: a header holds 150 characters; the rest keeps far from its 3,000. */
const longestHeader = 150;
const longestText = 2_900;

/** Never through the middle of a letter, which Slack would refuse. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
const plain = (text: string): PlainText => ({ type: 'plain_text', text, emoji: false });
/** Slack refuses empty texts. */
const run = (text: string): Run => ({ type: 'text', text: text === '' ? ' ' : cut(text, longestText) });
const bold = (text: string): Run => ({ ...run(text), style: { bold: true } });
const rich = (element: Rich): Block => ({ type: 'rich_text', elements: [element] });

export const header = (text: string): Block => ({ type: 'header', text: plain(cut(text, longestHeader)) });
export const note = (text: string): Block => ({ type: 'context', elements: [plain(cut(text, longestText))] });
export const heading = (text: string): Block => rich({ type: 'rich_text_section', elements: [bold(text)] });
export const code = (lines: readonly string[]): Block => rich({ type: 'rich_text_preformatted', elements: [run(lines.join('\n'))] });

export const paragraph = (text: string): Block => rich({ type: 'rich_text_section', elements: [run(text)] });

export const list = (items: readonly string[]): Block =>
  rich({
    type: 'rich_text_list',
    style: 'bullet',
    elements: (items.length === 0 ? ['–'] : items).map((item): Section => ({ type: 'rich_text_section', elements: [run(item)] })),
  });

/** One label with its text a line. */
export const labelled = (pairs: readonly (readonly [label: string, text: string])[]): Block =>
  rich({
    type: 'rich_text_section',
    elements: pairs.flatMap(([label, text], index) => [bold(`${index === 0 ? '' : '\n'}${label}  `), run(text)]),
  });

export const link = (text: string, url: string): Block => rich({ type: 'rich_text_section', elements: [{ type: 'link', url, text }] });

/** What a button carries back to `/api/intake/slack`: the plan's hash binds the answer. */
export function buttons(about: { readonly incident: string; readonly plan: string }): Block {
  const value = JSON.stringify(about);
  const button = (name: string, text: string, style?: 'primary' | 'danger'): Button => ({
    type: 'button',
    action_id: `selfheal:${name}`,
    value,
    text: plain(text),
    ...(style === undefined ? {} : { style }),
  });
  return {
    type: 'actions',
    block_id: `selfheal:${about.incident}`,
    elements: [
      button('approve', 'Approve', 'primary'),
      button('reject', 'Reject', 'danger'),
      button('snooze', 'Snooze'),
      button('details', 'Details'),
    ],
  };
}

/** The same blocks, no text longer than that. */
export function shortened(blocks: readonly Block[], most: number): readonly Block[] {
  return JSON.parse(
    JSON.stringify(blocks, (key, value: unknown) => (key === 'text' && typeof value === 'string' ? cut(value, most) : value)),
  );
}
