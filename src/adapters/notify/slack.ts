import {
  type ChatPostMessageArguments,
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import type { HealError } from '#domain/heal-error.ts';
import type { Channel, Notice, NoticeKind } from '#ports/notify.ts';
import { lacking, notTold, secretOf } from './not-told.ts';
import { digestBlocks, noticeBlocks } from './slack-blocks.ts';
import type { Block } from './slack-parts.ts';

interface Slack {
  readonly name: string;
  /** Id or name. */
  readonly channel: string;
  readonly tokenVariable: string;
  /** Another address of the API. */
  readonly api?: string | undefined;
}

const timeoutMs = 10_000;
/** What people in the channel are to see, not only those in the thread. */
const broadcast: readonly NoticeKind[] = ['asked', 'page'];
/** Errors of this very message; every other one is the app's, the channel's or the network's. */
const refusing = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
  'invalid_arguments',
]);
/** The first message can be changed no more: the conversation goes on in its thread. */
const unchangeable = new Set(['cant_update_message', 'edit_window_closed', 'message_not_found']);

/** Slack: one thread per incident, whose first message always shows where it stands. */
export function slack({ name, channel, tokenVariable, api }: Slack): Channel {
  const client = (): WebClient =>
    new WebClient(secretOf(name, tokenVariable), {
      ...(api === undefined ? {} : { slackApiUrl: api }),
      logLevel: LogLevel.ERROR,
      timeout: timeoutMs,
      // The outbox tries again, with everything else in mind that it knows.
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    });

  const say = (message: ChatPostMessageArguments) =>
    // Slack's method, not the window's of the same name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    client().chat.postMessage(message);
  const begin = async (text: string, blocks: readonly Block[]): Promise<string> => {
    const posted = await say({ channel, text: escaped(text), blocks: [...blocks], unfurl_links: false, unfurl_media: false });
    return `${posted.channel ?? channel}/${posted.ts ?? ''}`;
  };
  /** False when what was said there cannot be changed. */
  const change = async (thread: string, text: string, blocks: readonly Block[]): Promise<boolean> => {
    const { at, ts } = placeOf(thread);
    try {
      await client().chat.update({ channel: at, ts, text: escaped(text), blocks: [...blocks] });
      return true;
    } catch (error) {
      if (error instanceof WebAPIPlatformError && unchangeable.has(error.data.error)) return false;
      throw error;
    }
  };
  const reply = async (thread: string, { kind, message }: Notice): Promise<void> => {
    const { at, ts } = placeOf(thread);
    const said = { text: escaped(message.headline), mrkdwn: false, unfurl_links: false };
    await say({ channel: at, thread_ts: ts, ...said, reply_broadcast: broadcast.includes(kind) });
  };
  const saying = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw failure(name, error);
    }
  };

  return {
    name,
    kind: 'slack',
    gets: 'latest',
    storms: true,
    renews: true,
    recorded: true,
    ...lacking(tokenVariable),
    tell: (notice, thread) =>
      saying(async () => {
        const { headline } = notice.message;
        const blocks = noticeBlocks(notice);
        if (thread === undefined) return { thread: await begin(headline, blocks) };
        await change(thread, headline, blocks);
        if (notice.kind !== 'moved') await reply(thread, notice);
        return { thread };
      }),
    digest: (digest, thread) =>
      saying(async () => {
        const blocks = digestBlocks(digest);
        if (thread !== undefined && (await change(thread, digest.headline, blocks))) return { thread };
        return { thread: await begin(digest.headline, blocks) };
      }),
    greet: (text) => saying(async () => void (await say({ channel, text: escaped(text), mrkdwn: false }))),
  };
}

/** The plain text beside the blocks, for notifications and screen readers: what Slack reads as markup is escaped (docs.slack.dev, "Escaping text"). */
export const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function placeOf(thread: string): { readonly at: string; readonly ts: string } {
  const [at = '', ts = ''] = thread.split('/');
  return { at, ts };
}

function failure(name: string, error: unknown): HealError {
  const later = (because: string, retryAfterMs?: number): HealError =>
    notTold(name, because, { retry: 'later', retryAfterMs, cause: error });
  if (error instanceof WebAPIRateLimitedError) return later('Slack asks for fewer messages', error.retryAfter * 1_000);
  if (error instanceof WebAPIPlatformError)
    return refusing.has(error.data.error)
      ? notTold(name, `Slack refused the message: ${error.data.error}`, { retry: 'never', cause: error })
      : later(`Slack answered ${error.data.error}`);
  if (error instanceof WebAPIHTTPError) return later(`Slack answered with status ${error.statusCode}`);
  if (error instanceof WebAPIRequestError) return later(`Slack cannot be reached (${error.original.message})`);
  throw error;
}
