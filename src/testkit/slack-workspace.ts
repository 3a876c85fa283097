import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';

interface Workspace {
  readonly secret: string;
  readonly token: string;
  /** Epoch milliseconds, by which requests are signed. */
  readonly now: () => number;
}

interface Sent {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Slack on loopback, as its documentation has it: signs what people do, opens forms for a bot token, takes replies at response addresses. */
export async function slackWorkspace({ secret, token, now }: Workspace) {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { authorization } = request.headers;
      sent.push({ path: request.url ?? '', authorization, body });
      const known = request.url?.startsWith('/respond/') === true || authorization === `Bearer ${token}`;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(known ? { ok: true, view: {} } : { ok: false, error: 'invalid_auth' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const base = `http://127.0.0.1:${address.port}`;
  let presses = 0;

  /** A request as Slack sends it, signed now or as it is told. */
  const signed = (payload: unknown, { at = now(), key = secret }: { readonly at?: number; readonly key?: string } = {}): RequestInit => {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const timestamp = String(Math.floor(at / 1000));
    return {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex')}`,
      },
    };
  };
  return {
    /** For the policy: where the API is. */
    api: `${base}/api/`,
    sent,
    signed,
    /** Somebody presses a button under a message. */
    press: (user: string, action: string, value: unknown) => {
      presses += 1;
      return {
        type: 'block_actions',
        team: { id: 'T0001', domain: 'harbor' },
        user: { id: user, username: user.toLowerCase(), team_id: 'T0001' },
        trigger_id: `12466734323.1395872398.${presses}`,
        response_url: `${base}/respond/${presses}`,
        container: { type: 'message', message_ts: '1795143600.000100' },
        actions: [{ action_id: action, block_id: 'answers', type: 'button', value: JSON.stringify(value), action_ts: '1795143601.000200' }],
      };
    },
    /** Somebody sends the form that was opened last. */
    submit(user: string, reason: string) {
      const opened = sent.findLast(({ path }) => path === '/api/views.open');
      const form = JSON.parse(new URLSearchParams(opened?.body).get('view') ?? '{}');
      const [{ block_id, element }] = form.blocks;
      const state = { values: { [block_id]: { [element.action_id]: { type: 'plain_text_input', value: reason } } } };
      return { type: 'view_submission', user: { id: user }, view: { ...form, id: 'V1', state } };
    },
    /** What was said to who pressed, once it came. */
    async reply(nth = presses): Promise<{ readonly text: string; readonly blocks?: readonly unknown[] }> {
      await expect.poll(() => sent.some(({ path }) => path === `/respond/${nth}`), { timeout: 3_000 }).toBe(true);
      return JSON.parse(sent.find(({ path }) => path === `/respond/${nth}`)?.body ?? '{}');
    },
  };
}
