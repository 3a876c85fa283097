import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { IncidentDocument } from '#domain/incident.ts';
import { mount } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';
import { IncidentSummary, incidentSummary } from '#entry/views/incident-view.ts';
import { calling, type Person } from '#flow/approval/person.ts';
import { IncidentPath } from './incidents.ts';

const Command = z.object({
  planHash: z.string().optional().describe('refuses when the plan is no longer this one'),
  reason: z.string().max(500).optional(),
  minutes: z.number().min(1).max(10_080).optional().describe('of a snooze; 15 when absent'),
  by: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'what you call yourself; whose token it is, the user of this machine or a person with one of their own, is recorded beside it',
    ),
});
type Command = Readonly<z.infer<typeof Command>>;

/** What people say to an incident. */
export function serveCommands(api: OpenAPIHono, { engine, you }: Serving): void {
  const command = (name: string, summary: string, run: (id: string, person: Person, said: Command) => Promise<IncidentDocument>): void =>
    mount(
      api,
      { method: 'post', path: `/api/incidents/{id}/${name}`, summary, params: IncidentPath, body: Command, answer: IncidentSummary },
      async ({ params: { id }, body, caller = you }) => incidentSummary(await run(id, calling(body.by, caller, 'http'), body)),
    );
  command('approve', 'Yes to the plan that is on the table', (id, person, { planHash }) =>
    engine.approve(id, person, planHash === undefined ? {} : { planHash }),
  );
  command('reject', 'No to the plan: nothing is written', (id, person, { reason, planHash }) =>
    engine.reject(id, person, reason, planHash === undefined ? {} : { planHash }),
  );
  command('snooze', 'Ask again later: the question stays open', (id, person, { minutes, planHash }) =>
    engine.snooze(id, person, minutes ?? 15, planHash === undefined ? {} : { planHash }),
  );
  command('rollback', 'Undo a heal: restores what was there before', (id, person) => engine.rollback(id, person));
  command('retry', 'Start an escalated incident again, from a fresh diagnosis', (id, person) => engine.retry(id, person));
}
