import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import { mount } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';
import { ActionView, actionView } from '#entry/views/action-view.ts';
import { DetectionView, detectionView } from '#entry/views/detection-view.ts';

/** What Selfheal can do and what it looks for. */
export function serveCatalogue(api: OpenAPIHono, { engine }: Serving): void {
  const { catalogue } = engine.tools;
  mount(
    api,
    { method: 'get', path: '/api/actions', summary: 'Every action: what it heals, needs, risks', answer: z.array(ActionView) },
    async () => (await catalogue.actions()).map(actionView),
  );
  mount(
    api,
    { method: 'get', path: '/api/actions/{id}', summary: 'One action', params: z.object({ id: z.string() }), answer: ActionView },
    async ({ params: { id } }) => {
      const action = await catalogue.action(id);
      if (action === undefined) throw new HealError('not-found', `there is no action ${id}; GET /api/actions lists them`);
      return actionView(action);
    },
  );
  mount(
    api,
    { method: 'get', path: '/api/detections', summary: 'What is looked for in events', answer: z.array(DetectionView) },
    async () => catalogue.detections().map(detectionView),
  );
}
