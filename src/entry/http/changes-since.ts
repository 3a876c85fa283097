import type { IncidentDocument } from '#domain/incident.ts';
import { type IncidentSummary, incidentSummary } from '#entry/views/incident-view.ts';
import type { Engine } from '#worlds/engine.ts';

/** What a listener is told. */
export type Change =
  | { readonly changed: 'incident'; readonly summary: IncidentSummary }
  | { readonly changed: 'stop'; readonly stoppedBy: string | null }
  | { readonly changed: 'problems'; readonly problems: readonly string[] };

/** What the last look saw. */
export interface Known {
  /** Versions by incident. */
  readonly versions: ReadonlyMap<string, number>;
  readonly open: readonly string[];
  readonly stoppedBy: string | null;
  readonly problems: readonly string[];
}

export const nothingKnown: Known = { versions: new Map(), open: [], stoppedBy: null, problems: [] };

const newest = 25;
/** In a burst, so many incidents back. */
const furthest = 1_000;
const mostOpen = 500;
const centuryMs = 100 * 365 * 24 * 60 * 60_000;

/** Looks at the newest incidents, at all open ones, and at those that were open at the last look: three or so short queries. */
export async function changesSince(
  before: Known,
  { tools: { store, clock }, stoppedBy, problems: problemsNow }: Engine,
): Promise<{ readonly changes: readonly Change[]; readonly now: Known }> {
  const changed = new Map<string, IncidentDocument>();
  const versions = new Map<string, number>();
  const note = (incident: IncidentDocument): void => {
    if (before.versions.get(incident.id) !== incident.version) changed.set(incident.id, incident);
    versions.set(incident.id, incident.version);
  };

  const { items: due } = await store.incidents({ by: 'due', before: clock.now() + centuryMs }, { limit: mostOpen });
  for (const incident of due) note(incident);
  let cursor: string | undefined;
  for (let read = 0; read < furthest; read += newest) {
    const page = await store.incidents({ by: 'opened' }, { limit: newest, cursor });
    for (const incident of page.items) note(incident);
    cursor = page.cursor;
    const allNew = before.versions.size > 0 && page.items.every(({ id }) => !before.versions.has(id));
    if (!allNew || cursor === undefined) break;
  }
  for (const id of before.open) {
    const ended = versions.has(id) ? undefined : await store.incident(id);
    if (ended !== undefined) note(ended);
  }

  const by = (await stoppedBy()) ?? null;
  const stop: readonly Change[] = by === before.stoppedBy ? [] : [{ changed: 'stop', stoppedBy: by }];
  const incidents = [...changed.values()].map((incident): Change => ({ changed: 'incident', summary: incidentSummary(incident) }));
  const problems = problemsNow();
  const same = problems.join('\n') === before.problems.join('\n');
  const refused: readonly Change[] = same ? [] : [{ changed: 'problems', problems }];
  return { changes: [...stop, ...refused, ...incidents], now: { versions, open: due.map(({ id }) => id), stoppedBy: by, problems } };
}
