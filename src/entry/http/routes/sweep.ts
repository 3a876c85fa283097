import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { mount } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';
import { sweepReport } from '#entry/views/sweep-report.ts';
import { SweepView } from '#entry/views/sweep-view.ts';

const Request = z.object({
  actions: z.array(z.string()).default([]).describe('all actions when empty'),
  fix: z.boolean().default(false).describe('sends what is wrong through the whole loop: policy decides'),
});

/** Looks for what is wrong now, without events. */
export function serveSweep(api: OpenAPIHono, { engine }: Serving): void {
  mount(
    api,
    {
      method: 'post',
      path: '/api/sweep',
      summary: 'Looks for what is wrong now; with fix, sends it through the loop',
      body: Request,
      answer: SweepView,
    },
    async ({ body }) => sweepReport(engine, body),
  );
}
