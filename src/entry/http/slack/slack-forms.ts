import type { QuestionView } from '#entry/views/question-view.ts';
import { said } from '#flow/notify/said.ts';
import type { AskedForReason } from './slack-payload.ts';

/** The form that asks why not, and where its answer stands. */
export const reasonForm = { callback: 'selfheal:reject', block: 'reason', field: 'reason' } as const;

/** The form as Slack wants it (docs.slack.dev/surfaces/modals). */
export const rejectForm = (asked: AskedForReason) => ({
  type: 'modal' as const,
  callback_id: reasonForm.callback,
  private_metadata: JSON.stringify(asked),
  title: { type: 'plain_text' as const, text: 'Reject the fix' },
  submit: { type: 'plain_text' as const, text: 'Reject' },
  close: { type: 'plain_text' as const, text: 'Back' },
  blocks: [
    {
      type: 'input' as const,
      block_id: reasonForm.block,
      label: { type: 'plain_text' as const, text: 'Why not?' },
      hint: { type: 'plain_text' as const, text: 'It stands in the ledger, and nothing is written to AWS.' },
      element: { type: 'plain_text_input' as const, action_id: reasonForm.field, multiline: true, max_length: 500 },
    },
  ],
});

/** A message that only who pressed sees. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks?: readonly object[];
}

/** Slack's three control characters (docs.slack.dev/messaging/formatting-message-text#escaping): no name in AWS becomes a link or a mention. */
export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack takes 3,000 characters in a section, and about 12,000 in a message. */
const longestSection = 2_900;
const longestMessage = 10_000;
const shortSection = 1_300;
const mostCalls = 10;

/** Everything about a question, for who pressed Details. */
export function detailsMessage(id: string, view: QuestionView, address: string | undefined): SlackMessage {
  const whole = sectionsOf(id, view, address, longestSection);
  const sections = whole.join('').length <= longestMessage ? whole : sectionsOf(id, view, address, shortSection);
  return {
    text: escaped(said(`${view.what} (${view.where})`)),
    blocks: sections.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } })),
  };
}

/** Each at most so long. What AWS and others wrote stays on its own line: no name begins a line of ours. */
function sectionsOf(id: string, view: QuestionView, address: string | undefined, longest: number): readonly string[] {
  const { what, where, who, cause, asked, evidence, calls, changes, cost, risk, undo, changed, yes, wants } = view;
  const plain = (text: string): string => escaped(said(text, 600));
  const line = (name: string, text: string): string => `*${name}* ${plain(text)}`;
  const list = (name: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`*${name}*\n${items.map((item) => `• ${plain(item)}`).join('\n')}`];
  // Cut before its end, which has to stay.
  const code = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`*${name}*\n\`\`\`${cut(escaped(lines.join('\n')).replaceAll('`', "'"), longest - 200)}\`\`\``];
  return [
    [
      line('What', what),
      line('Where', where),
      line('By', who),
      ...(cause === undefined ? [] : [line('Cause', cause)]),
      line('Asked because', asked),
    ].join('\n'),
    ...list('Changed since the last question', changed),
    ...list('Evidence', evidence),
    ...code('It would send', [
      ...calls.slice(0, mostCalls).map(({ service, operation, input }) => `${service}:${operation} ${JSON.stringify(input)}`),
      ...(calls.length > mostCalls ? [`… and ${calls.length - mostCalls} more`] : []),
    ]),
    ...code(
      'Before and after',
      changes.flatMap(({ path, before, after }) => [
        ...(before === undefined ? [] : [`- ${said(path)}: ${JSON.stringify(before)}`]),
        ...(after === undefined ? [] : [`+ ${said(path)}: ${JSON.stringify(after)}`]),
      ]),
    ),
    [
      line('Cost', cost),
      line('Risk', risk),
      line('Undo', undo),
      ...(yes.length === 0 ? [] : [line('Said yes', yes.join(', '))]),
      line('Wants', wants),
    ].join('\n'),
    address === undefined ? `\`selfheal show ${id}\`` : `<${address}/#${id}|The whole story>`,
  ].map((text) => cut(text, longest));
}

/** Never through the middle of a letter. */
const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
