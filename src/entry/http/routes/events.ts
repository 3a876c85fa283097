import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { asHealError } from '#domain/heal-error.ts';
import { documentsOf, type Sent } from '#entry/http/documents.ts';
import { jsonSchemaOf } from '#entry/http/json-schema.ts';
import { problemAnswer } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';
import { ReceptionView, receptionView } from '#entry/views/reception-view.ts';
import type { Engine } from '#worlds/engine.ts';

const Received = z.object({
  receptions: z.array(ReceptionView),
  /** Documents that are still being taken in: an event may be held until an incident on the same resource has ended. */
  pending: z.int(),
});
type Received = Readonly<z.infer<typeof Received>>;

const path = '/api/events';
const atOnce = 16;
/** An answer does not wait longer; what is held goes on. */
const patienceMs = 5_000;

/** Takes events in from anyone with the token: never attested, so they raise no score and act only on observed state. */
export function serveEvents(api: OpenAPIHono, { engine, log }: Serving): void {
  api.openAPIRegistry.registerPath({
    method: 'post',
    path,
    summary: 'Takes in events: one JSON document (an event, a list, a CloudTrail log file) or JSON lines',
    request: { body: { content: { 'application/json': { schema: {} }, 'application/x-ndjson': { schema: { type: 'string' } } } } },
    responses: {
      202: { description: 'What became of each signal', content: { 'application/json': { schema: jsonSchemaOf(Received, 'output') } } },
      default: problemAnswer,
    },
  });
  api.post(path, async (c) => c.json(await taken(documentsOf(await c.req.text()), engine, log), 202));
}

async function taken(sent: readonly Sent[], engine: Engine, log: Serving['log']): Promise<Received> {
  const receptions: ReceptionView[] = [];
  let pending = sent.length;
  const queue = sent.values();
  const lane = async (): Promise<void> => {
    for (const one of queue) {
      receptions.push(...(await receptionsOf(one, engine, log)));
      pending -= 1;
    }
  };
  const all = Promise.all(Array.from({ length: Math.min(atOnce, sent.length) }, lane));
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    all,
    new Promise((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    }),
  ]);
  clearTimeout(timer);
  return { receptions: [...receptions], pending };
}

/** A document that cannot be taken in is told with its reason and does not stop the others. */
async function receptionsOf(sent: Sent, engine: Engine, log: Serving['log']): Promise<readonly ReceptionView[]> {
  if ('broken' in sent) return [{ became: 'dropped', because: 'not-json', detail: `line ${sent.line}: ${sent.broken}` }];
  try {
    return (await engine.receive(sent.document, false)).map(receptionView);
  } catch (thrown) {
    const error = asHealError(thrown);
    log.error(`an event could not be taken in: ${error.message}`, { code: error.code });
    return [{ became: 'dropped', because: error.code, detail: `${error.message}; send it again` }];
  }
}
