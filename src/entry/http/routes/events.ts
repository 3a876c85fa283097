import type { OpenAPIHono } from '@hono/zod-openapi';
import { documentsOf } from '#entry/http/documents.ts';
import { jsonSchemaOf } from '#entry/http/json-schema.ts';
import { problemAnswer } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';
import { Received, takenIn } from '#entry/http/taken-in.ts';

const path = '/api/events';

/** Takes events in from anyone with the token: never attested, so they raise no score and act only on observed state. */
export function serveEvents(api: OpenAPIHono, { engine, log, drops }: Serving): void {
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
  const how = { receive: (document: Parameters<typeof engine.receive>[0]) => engine.receive(document, false), log, dropped: drops.count };
  api.post(path, async (c) => {
    const { receptions, pending } = await takenIn(documentsOf(await c.req.text()), how);
    return c.json({ receptions, pending }, 202);
  });
}
