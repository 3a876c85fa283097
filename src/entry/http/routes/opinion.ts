import type { OpenAPIHono } from '@hono/zod-openapi';
import { Analysis } from '#domain/facts.ts';
import { mount } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';
import { IncidentPath } from './incidents.ts';

/** What a model says of an incident. It is asked within the budgets of the policy, and decides nothing. */
export function serveOpinion(api: OpenAPIHono, { engine }: Serving): void {
  mount(
    api,
    {
      method: 'post',
      path: '/api/incidents/{id}/opinion',
      summary: 'Ask the model of the policy about an incident; nothing is decided by its answer',
      params: IncidentPath,
      answer: Analysis,
    },
    async ({ params: { id } }) => engine.opinion(id),
  );
}
