import type { OpenAPIHono } from '@hono/zod-openapi';
import { slackReplies } from '#adapters/intake/slack-replies.ts';
import { whyNotFromSlack } from '#adapters/intake/slack-signature.ts';
import { HealError } from '#domain/heal-error.ts';
import { sha256 } from '#domain/json.ts';
import { limitedBody } from '#entry/http/limited-body.ts';
import { problemAnswer } from '#entry/http/route.ts';
import type { Answering } from '#entry/http/serving.ts';
import { pressed, submitted } from '#entry/http/slack/slack-answers.ts';
import { readAs, SlackPayload } from '#entry/http/slack/slack-payload.ts';
import { sparingLog } from '#entry/http/sparing-log.ts';

const path = '/api/intake/slack';
const largestBody = 256 * 1024;
/** A signed request is refused after five minutes; until then it is remembered that it was used. */
const rememberMs = 15 * 60_000;

/** Takes in what people press and write in Slack. Its signature stands for the token, and says who it was. */
export function serveSlackIntake(api: OpenAPIHono, serving: Answering): void {
  const { engine, log, drops, secret } = serving;
  const { clock } = engine.tools;
  const warn = sparingLog(log, clock.now);
  api.openAPIRegistry.registerPath({
    method: 'post',
    path,
    summary: "Takes in the buttons and forms of Slack's messages, known by Slack's signature",
    security: [],
    request: {
      body: {
        content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties: { payload: { type: 'string' } } } } },
      },
    },
    responses: { 200: { description: 'Taken in; Slack shows what came of it to who pressed' }, default: problemAnswer },
  });
  const tooLarge = new HealError('too-large', `what Slack sends has ${largestBody} bytes at most`);
  api.post(path, limitedBody(largestBody, tooLarge), async (c) => {
    const { slack } = engine.tools.policy().policy;
    const body = new Uint8Array(await c.req.arrayBuffer());
    const [signature, timestamp] = [c.req.header('x-slack-signature'), c.req.header('x-slack-request-timestamp')];
    const known = slack === undefined ? undefined : secret(slack.secretEnv);
    const refused =
      slack === undefined
        ? 'the policy has no slack: {}'
        : known === undefined || known === ''
          ? `the engine has no ${slack.secretEnv} in its environment; set it and restart`
          : whyNotFromSlack({ body, signature, timestamp }, known, clock.now());
    if (slack === undefined || refused !== undefined) {
      drops.count('slack-refused');
      warn(`a request to ${path} was refused: ${refused ?? ''}`);
      throw new HealError('access-denied', "this is not taken in: it is not signed by the Slack app of this engine's policy");
    }
    const payload = readAs(SlackPayload, new URLSearchParams(Buffer.from(body).toString()).get('payload'));
    if (payload === undefined) return c.body(null, 200);
    const replies = slackReplies({ token: secret(slack.tokenEnv), api: slack.api });
    const once = { key: `nonce:slack:${sha256(signature ?? '')}` as const, until: clock.now() + rememberMs };
    const answered =
      payload.type === 'block_actions'
        ? pressed(payload, { serving, replies, once, canAsk: (secret(slack.tokenEnv) ?? '') !== '' })
        : submitted(payload, { serving, replies, once });
    const form = await answered;
    return form === undefined ? c.body(null, 200) : c.json(form, 200);
  });
}
