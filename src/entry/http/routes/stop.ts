import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { mount } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';

const Who = z.object({ by: z.string().min(1).max(200).optional().describe('who asks; the user of this machine when absent') });
const Stop = z.object({ stoppedBy: z.string().nullable() });

/** The stop switch: read before every write, rollback included. */
export function serveStop(api: OpenAPIHono, { engine, you }: Serving): void {
  const now = async () => ({ stoppedBy: (await engine.stoppedBy()) ?? null });
  mount(
    api,
    { method: 'post', path: '/api/stop', summary: 'No write is sent from now on, until resume', body: Who, answer: Stop },
    async ({ body: { by }, caller }) => {
      await engine.stop(caller ?? by ?? you);
      return now();
    },
  );
  mount(
    api,
    { method: 'post', path: '/api/resume', summary: 'Writes may be sent again', body: Who, answer: Stop },
    async ({ body: { by }, caller }) => {
      await engine.resume(caller ?? by ?? you);
      return now();
    },
  );
}
