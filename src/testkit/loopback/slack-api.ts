import { type Answered, type Arrived, loopbackServer } from './loopback-server.ts';

/** A message as Slack keeps it. */
export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string | undefined;
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly reply_broadcast: boolean;
  readonly edits: number;
}
interface SlackBlock {
  readonly type: string;
  readonly text?: { readonly type: string; readonly text: string };
  readonly elements?: readonly {
    readonly value?: string;
    readonly action_id?: string;
    readonly elements?: readonly { readonly text?: string }[];
  }[];
}

const token = 'xoxb-loopback';
const kinds = new Set(['header', 'section', 'context', 'actions', 'divider', 'rich_text']);

/** Slack's Web API on loopback: posts and updates messages in one channel as docs.slack.dev describes chat.postMessage and chat.update, limits of Block Kit included. */
export async function slackApi() {
  const messages: SlackMessage[] = [];
  let next: Answered | undefined;
  const answer = ({ path, headers, body }: Arrived): Answered => {
    if (next !== undefined) {
      const given = next;
      next = undefined;
      return given;
    }
    if (headers.authorization !== `Bearer ${token}`) return refused('invalid_auth');
    const fields = Object.fromEntries(new URLSearchParams(body));
    if (fields['channel'] !== 'C0DOCKSIDE' && fields['channel'] !== '#ops') return refused('channel_not_found');
    const blocks: readonly SlackBlock[] = JSON.parse(fields['blocks'] ?? '[]');
    const wrong = wrongWith(blocks, fields['text'] ?? '');
    if (wrong !== undefined) return refused(wrong);
    return path.endsWith('chat.update') ? update(fields, blocks) : post(fields, blocks);
  };
  const post = (fields: Readonly<Record<string, string>>, blocks: readonly SlackBlock[]): Answered => {
    const thread = fields['thread_ts'];
    if (thread !== undefined && !messages.some(({ ts }) => ts === thread)) return refused('thread_not_found');
    const ts = `17${messages.length}.000100`;
    messages.push({
      channel: 'C0DOCKSIDE',
      ts,
      thread_ts: thread,
      text: fields['text'] ?? '',
      blocks,
      reply_broadcast: fields['reply_broadcast'] === 'true',
      edits: 0,
    });
    return { body: { ok: true, channel: 'C0DOCKSIDE', ts } };
  };
  const update = (fields: Readonly<Record<string, string>>, blocks: readonly SlackBlock[]): Answered => {
    const at = messages.findIndex(({ ts }) => ts === fields['ts']);
    const before = messages[at];
    if (before === undefined) return refused('message_not_found');
    messages[at] = { ...before, text: fields['text'] ?? '', blocks, edits: before.edits + 1 };
    return { body: { ok: true, channel: 'C0DOCKSIDE', ts: before.ts } };
  };
  const server = await loopbackServer(answer);
  return {
    ...server,
    api: `${server.url}/api/`,
    token,
    messages,
    /** The next request is answered like this. */
    answerNext(answered: Answered) {
      next = answered;
    },
    forget: (ts: string) => void messages.splice(0, messages.length, ...messages.filter((each) => each.ts !== ts)),
  };
}

const refused = (error: string): Answered => ({ body: { ok: false, error } });

/** docs.slack.dev/reference/block-kit/blocks */
function wrongWith(blocks: readonly SlackBlock[], text: string): string | undefined {
  if (text === '' && blocks.length === 0) return 'no_text';
  const empty = JSON.stringify(blocks).includes('"text":""');
  const bad = blocks.some(({ type, text, elements = [] }) => {
    const long = type === 'header' && (text?.type !== 'plain_text' || text.text.length > 150);
    const buttons = elements.some(({ value = '', action_id = '' }) => value.length > 2_000 || action_id.length > 255);
    const lists = elements.some(({ elements: inner = [] }) => inner.some(({ text: run = '' }) => run.length > 3_000));
    return !kinds.has(type) || long || buttons || lists;
  });
  return blocks.length > 50 || empty || bad ? 'invalid_blocks' : undefined;
}
