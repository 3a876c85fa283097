import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { mount } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';

/** Is somebody there? The only route that needs no token. */
export function serveHealth(api: OpenAPIHono, { version }: Serving): void {
  mount(
    api,
    {
      method: 'get',
      path: '/api/health',
      summary: 'Is the engine there, and in which version? Needs no token',
      open: true,
      answer: z.object({ ok: z.boolean(), version: z.string() }),
    },
    async () => ({ ok: true, version }),
  );
}
