import type { IncidentDocument } from '#domain/incident.ts';
import { effectIn, expectEffects, expectedOnce, stormOf } from '#flow/effects.ts';
import type { Journal } from '#flow/journal.ts';
import type { Sight } from '#flow/look.ts';
import type { Tools } from '#flow/tools.ts';

/** How an incident ends that only follows from our own fix, or that our own fixes set off again and again; nothing when it is one of its own. */
export async function expectedEnd(
  incident: IncidentDocument,
  seen: Sight['seen'] | undefined,
  journal: Journal,
  tools: Pick<Tools, 'store' | 'clock' | 'blobs'>,
): Promise<{ readonly to: 'expected' | 'escalated'; readonly why: string } | undefined> {
  if (seen === 'unreadable' || incident.generation > 0) return undefined;
  const effect = await effectIn(incident, tools);
  if (effect === undefined) return undefined;
  const { of, steps, fixes, until } = effect;
  await journal.record({ patch: { effectOf: { incident: of.id, steps, fixes: [...fixes] } }, notes: [] });
  if (seen === 'wrong') {
    const storm = stormOf(incident, effect);
    return storm === undefined ? undefined : { to: 'escalated', why: storm };
  }
  if (!(await expectedOnce(incident, effect, tools))) return undefined;
  await expectEffects(incident.resource, incident.id, tools, until);
  // Without a look at its state nothing is waved through.
  if (seen === undefined) return undefined;
  const state = seen === 'gone' ? 'it is gone' : 'it is as it should be';
  const after = steps === 1 ? 'our own fix' : `our own fix ${steps} steps before, last by`;
  return { to: 'expected', why: `it follows from ${after} ${of.id} (${of.title}), and ${state}` };
}
