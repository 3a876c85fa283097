import type { QuestionView } from '#entry/views/question-view.ts';
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

/** Slack takes 3,000 characters in a section; a code block is cut earlier, so that its end is never what is cut off. */
const longestSection = 2_900;
const longestCode = 2_700;
const mostCalls = 10;

/** Everything about a question, for who pressed Details. */
export function detailsMessage(id: string, view: QuestionView, address: string | undefined): SlackMessage {
  const { what, where, who, cause, asked, evidence, calls, changes, cost, risk, undo, changed, yes, wants } = view;
  const line = (name: string, text: string): string => `*${name}* ${escaped(text)}`;
  const list = (name: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`*${name}*\n${items.map((item) => `• ${escaped(item)}`).join('\n')}`];
  const code = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`*${name}*\n\`\`\`${cut(escaped(lines.join('\n')).replaceAll('`', "'"), longestCode)}\`\`\``];
  const sections = [
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
        ...(before === undefined ? [] : [`- ${path}: ${JSON.stringify(before)}`]),
        ...(after === undefined ? [] : [`+ ${path}: ${JSON.stringify(after)}`]),
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
  ];
  return {
    text: escaped(`${what} (${where})`),
    blocks: sections.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text: cut(text), verbatim: true } })),
  };
}

const cut = (text: string, most = longestSection): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
