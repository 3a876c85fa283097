import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { z } from 'zod';
import { isSignedWith } from '#adapters/intake/webhook-signature.ts';
import { webhookEvent } from '#catalogue/sources/webhook-mapping.ts';
import type { Webhook } from '#config/webhook.ts';
import { HealError } from '#domain/heal-error.ts';
import { documentsOf } from '#entry/http/documents.ts';
import { jsonSchemaOf } from '#entry/http/json-schema.ts';
import { problemOf } from '#entry/http/problem.ts';
import { problemAnswer } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';
import { sparingLog } from '#entry/http/sparing-log.ts';
import { Received, takenIn } from '#entry/http/taken-in.ts';
import type { Reception } from '#flow/receive.ts';

const usualHeader = 'x-hub-signature-256';

/** Takes in the documents of any other tool, read through its mapping in the policy: always only reported. A signature stands for the token where the webhook names a secret. */
export function serveWebhookIntake(api: OpenAPIHono, { engine, log, drops, secret }: Serving): void {
  api.openAPIRegistry.registerPath({
    method: 'post',
    path: '/api/intake/webhook/{name}',
    summary: 'Takes in a document of any shape through the mapping of that name in the policy',
    security: [{ token: [] }, { cookie: [] }, {}],
    request: { params: z.object({ name: z.string() }), body: { content: { 'application/json': { schema: {} } } } },
    responses: {
      202: { description: 'What became of each signal', content: { 'application/json': { schema: jsonSchemaOf(Received, 'output') } } },
      default: problemAnswer,
    },
  });
  const warn = sparingLog(log, engine.tools.clock.now);
  api.post('/api/intake/webhook/:name', async (c) => {
    const name = c.req.param('name');
    const { webhooks } = engine.tools.policy().policy;
    const webhook = Object.hasOwn(webhooks, name) ? webhooks[name] : undefined;
    const refusal = await refusalOf(c, webhook, secret);
    if (refusal !== undefined) {
      drops.count('webhook-refused');
      warn(`a document to the webhook ${JSON.stringify(name)} was refused: ${refusal.why}`);
      return refusal.answer();
    }
    if (webhook === undefined)
      throw new HealError(
        'not-found',
        `there is no webhook ${JSON.stringify(name)} in the policy; name it under webhooks in selfheal.yaml`,
      );
    const sent = documentsOf(await c.req.text());
    const { receptions, pending } = await takenIn(sent, {
      async receive(document): Promise<readonly Reception[]> {
        const event = webhookEvent(name, webhook, document, engine.tools.clock.now());
        return isDrop(event) ? [{ became: 'dropped', ...event }] : engine.receive(event, false);
      },
      log,
      dropped: drops.count,
    });
    return c.json({ receptions, pending }, 202);
  });
}

const isDrop = (made: ReturnType<typeof webhookEvent>): made is { readonly because: string; readonly detail: string } => 'because' in made;

interface Refusal {
  /** For our log. */
  readonly why: string;
  readonly answer: () => Response;
}

/** Who has neither the token nor the secret learns nothing, not even whether there is such a webhook. */
async function refusalOf(c: Context, webhook: Webhook | undefined, secret: Serving['secret']): Promise<Refusal | undefined> {
  const variable = webhook?.secretEnv;
  if (webhook === undefined || variable === undefined)
    return c.get('byToken') ? undefined : { why: 'it has no token, and no secret is named for a signature', answer: stranger };
  const known = secret(variable);
  if (known === undefined || known === '')
    return { why: `the engine has no ${variable} in its environment; set it and restart`, answer: unable };
  const header = webhook.signatureHeader ?? usualHeader;
  if (isSignedWith(known, new Uint8Array(await c.req.arrayBuffer()), c.req.header(header))) return undefined;
  return { why: `the signature in ${header} is missing or is not that of this body`, answer: stranger };
}

const stranger = (): Response =>
  problemOf(new HealError('access-denied', "this needs the token of this engine, or the webhook's own signature of the body"), 401);

/** Not the sender's fault: it may try again. */
const unable = (): Response =>
  problemOf(new HealError('not-running', 'signatures cannot be checked now; the log of the engine says why', { retry: 'later' }));
