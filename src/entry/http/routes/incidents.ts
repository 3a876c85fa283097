import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import { endNames, type IncidentDocument, stageNames } from '#domain/incident.ts';
import { mount } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';
import { IncidentDetail, IncidentsView, incidentDetail, incidentsView } from '#entry/views/incident-view.ts';
import { RollbackView, rollbackView } from '#entry/views/rollback-view.ts';
import type { Listing, Store } from '#ports/store.ts';

const Query = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  place: z.enum([...stageNames, ...endNames]).optional(),
  resource: z.string().optional().describe('partition|account|region|type|id'),
});
export const IncidentPath = z.object({ id: z.string() });

/** Incidents: the list, one with its whole story, and what rolling one back would restore. */
export function serveIncidents(api: OpenAPIHono, { engine: { tools } }: Serving): void {
  const { store, blobs } = tools;
  mount(
    api,
    {
      method: 'get',
      path: '/api/incidents',
      summary: 'Incidents, newest first: all, or those of one account, place or resource',
      query: Query,
      answer: IncidentsView,
    },
    async ({ query: { limit, cursor, ...filter } }) => incidentsView(await store.incidents(listingOf(filter), { limit, cursor })),
  );
  mount(
    api,
    {
      method: 'get',
      path: '/api/incidents/{id}',
      summary: 'One incident: the document with its states, its writes and its ledger',
      params: IncidentPath,
      answer: IncidentDetail,
    },
    async ({ params: { id } }) => incidentDetail(await incidentOf(id, store), store, blobs),
  );
  mount(
    api,
    {
      method: 'get',
      path: '/api/incidents/{id}/rollback',
      summary: 'What a rollback would send and restore; changes nothing',
      params: IncidentPath,
      answer: RollbackView,
    },
    async ({ params: { id } }) => rollbackView(await incidentOf(id, store), tools),
  );
}

async function incidentOf(id: string, store: Store): Promise<IncidentDocument> {
  const incident = await store.incident(id);
  if (incident === undefined) throw new HealError('not-found', `there is no incident ${id}; GET /api/incidents lists them`);
  return incident;
}

function listingOf({ account, place, resource }: Omit<z.infer<typeof Query>, 'limit' | 'cursor'>): Listing {
  const asked = [account, place, resource].filter((value) => value !== undefined);
  if (asked.length > 1)
    throw new HealError('bad-input', 'the list is filtered by one of account, place and resource at a time; send only one');
  if (place !== undefined) return { by: 'place', place };
  if (resource !== undefined) return { by: 'resource', resource };
  return { by: 'opened', ...(account === undefined ? {} : { account }) };
}
