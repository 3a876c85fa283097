import { z } from 'zod';
import { Call } from '#domain/call.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { remedyOf } from '#flow/look.ts';
import type { Tools } from '#flow/tools.ts';
import { StateChange, stateChanges } from './state-changes.ts';
import { stateView } from './state-view.ts';

/** What rolling an incident back would restore: the calls as they follow from what we left, and each value that comes back. */
export const RollbackView = z.object({
  possible: z.boolean(),
  /** Why it is not possible. */
  because: z.string().nullable(),
  calls: z.array(Call),
  restores: z.array(StateChange),
});
export type RollbackView = Readonly<z.infer<typeof RollbackView>>;

/** Looks at stored states only; at the time of the rollback the resource is read again, and foreign changes stop it. */
export async function rollbackView(incident: IncidentDocument, tools: Pick<Tools, 'blobs' | 'catalogue'>): Promise<RollbackView> {
  const no = (because: string): RollbackView => ({ possible: false, because, calls: [], restores: [] });
  const { stage, before, verification } = incident;
  if (stage !== 'healed' || before === undefined || verification?.state === undefined)
    return no(`${incident.id} is ${stage}; only what is healed can be rolled back`);
  const remedy = await remedyOf(incident, tools);
  if (remedy === undefined) return no('its action is no longer named by the detection');
  const { undo } = remedy.action;
  if (undo.kind !== 'undo') return no(undo.because);
  const [was, is] = await Promise.all([tools.blobs.get(before.state), tools.blobs.get(verification.state)]);
  const [shownWas, shownIs] = await Promise.all([
    stateView(before.state, before.at, tools.blobs),
    stateView(verification.state, verification.at, tools.blobs),
  ]);
  return {
    possible: true,
    because: null,
    calls: [...remedy.undo(was, is)],
    restores: stateChanges(shownIs?.state, shownWas?.state),
  };
}
