import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Site } from '#domain/resource-ref.ts';
import type { Engine } from '#worlds/engine.ts';
import { type SweepView, sweepView } from './sweep-view.ts';

/** What to sweep; all actions when none are named, the engine's sites when none are given. */
export interface SweepRequest {
  readonly actions: readonly string[];
  readonly fix: boolean;
  readonly sites?: readonly Site[] | undefined;
  readonly progress?: ((checked: number, of: number) => void) | undefined;
  /** How long to wait for each heal to end; 60 s when absent. */
  readonly withinMs?: number | undefined;
}

/** Sweeps and, with `fix`, sends what is wrong through the whole loop and waits for its ends. */
export async function sweepReport(engine: Engine, { actions, fix, sites, progress, withinMs = 60_000 }: SweepRequest): Promise<SweepView> {
  const swept = await engine.sweep(actions, sites, progress);
  if (!fix) return sweepView(swept, []);
  const ids: string[] = [];
  for (const finding of swept.wrong) ids.push(await engine.heal(finding));
  return sweepView(swept, await Promise.all([...new Set(ids)].map((id) => ended(id, withinMs, engine))));
}

/** What has not ended in time is reported as it stands. */
async function ended(id: string, withinMs: number, engine: Engine): Promise<IncidentDocument> {
  try {
    return await engine.settled(id, withinMs);
  } catch (error) {
    const present = await engine.tools.store.incident(id);
    if (present !== undefined && error instanceof HealError && error.code === 'timed-out') return present;
    throw error;
  }
}
