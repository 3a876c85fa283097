import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { Mode } from '#domain/facts.ts';
import { endNames, hasEnded, type IncidentDocument } from '#domain/incident.ts';
import { mount } from '#entry/http/route.ts';
import type { Serving } from '#entry/http/serving.ts';
import type { Engine } from '#worlds/engine.ts';

const Status = z.object({
  version: z.string(),
  /** Who stopped all writes; null while they may be sent. */
  stoppedBy: z.string().nullable(),
  /** Incidents that this process works on right now. */
  running: z.int(),
  mode: Mode,
  world: z.enum(['sandbox', 'aws']),
  /** The sandbox's endpoint. */
  endpoint: z.string().nullable(),
  sites: z.array(z.object({ partition: z.string(), account: z.string(), region: z.string() })),
  /** The name under which you act when you give none. */
  you: z.string(),
  /** What is wrong with the policy file and the user's detections right now: file, line and field. */
  problems: z.array(z.string()),
  /** What came in over HTTP since the engine started and was dropped, by its reason. */
  drops: z.record(z.string(), z.int()),
  /** Incidents of the last 24 hours by how they ended; `open` have not. `complete` is false when there were more than are counted. */
  last24h: z.object({ ends: z.partialRecord(z.enum(endNames), z.int()), open: z.int(), complete: z.boolean() }),
});
type Last24h = z.infer<typeof Status>['last24h'];

const dayMs = 24 * 60 * 60_000;
const mostCounted = 500;
const pageSize = 100;
const freshMs = 2_000;

/** How it stands: stopped, running, mode, world, and what the last day brought. */
export function serveStatus(api: OpenAPIHono, { engine, version, endpoint, you, drops, secret }: Serving): void {
  const counted = countedFor(freshMs, engine);
  mount(
    api,
    {
      method: 'get',
      path: '/api/status',
      summary: 'How it stands: stopped, running, mode, world, the last 24 hours by end',
      answer: Status,
    },
    async ({ caller }) => ({
      version,
      stoppedBy: (await engine.stoppedBy()) ?? null,
      running: engine.worker.running,
      mode: engine.tools.policy().policy.mode ?? engine.tools.defaultMode,
      world: endpoint === undefined ? 'aws' : 'sandbox',
      endpoint: endpoint ?? null,
      sites: [...engine.sites],
      you: caller ?? you,
      problems: [...engine.problems(), ...missingSecrets(engine, secret)],
      drops: drops.all(),
      last24h: await counted(),
    }),
  );
}

function missingSecrets({ tools }: Engine, secret: Serving['secret']): readonly string[] {
  const { webhooks, slack, people } = tools.policy().policy;
  const named = [
    ...Object.entries(webhooks).map(([name, { secretEnv: variable }]) => ({ key: `webhooks.${name}`, variable })),
    { key: 'slack', variable: slack?.secretEnv },
    ...people.map(({ name, tokenEnv: variable }) => ({ key: `people (${name})`, variable })),
  ];
  return named.flatMap(({ key, variable }) =>
    variable === undefined || (secret(variable) ?? '') !== ''
      ? []
      : [`${key}.secretEnv: the engine has no ${variable} in its environment; set it and restart`],
  );
}

/** Counts at most once in so many milliseconds. */
function countedFor(milliseconds: number, engine: Engine): () => Promise<Last24h> {
  let counting: { readonly at: number; readonly result: Promise<Last24h> } | undefined;
  return () => {
    const now = engine.tools.clock.now();
    if (counting === undefined || now - counting.at >= milliseconds) {
      const result = count(now - dayMs, engine);
      counting = { at: now, result };
      result.catch(() => {
        counting = undefined;
      });
    }
    return counting.result;
  };
}

async function count(since: number, { tools: { store } }: Engine): Promise<Last24h> {
  const incidents: IncidentDocument[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.incidents({ by: 'opened' }, { limit: pageSize, cursor });
    const recent = page.items.filter(({ openedAt }) => openedAt >= since);
    incidents.push(...recent);
    cursor = recent.length < page.items.length ? undefined : page.cursor;
  } while (cursor !== undefined && incidents.length < mostCounted);
  const ends: Last24h['ends'] = {};
  for (const { stage } of incidents) if (hasEnded(stage)) ends[stage] = (ends[stage] ?? 0) + 1;
  return { ends, open: incidents.filter(({ stage }) => !hasEnded(stage)).length, complete: cursor === undefined };
}
