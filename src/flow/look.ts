import { asHealError, HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { canonical, type Json } from '#domain/json.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import type { Remedy } from '#ports/catalogue.ts';
import type { Tools } from './tools.ts';

/** What a look at the resource gave. */
export type Sight =
  | { readonly seen: 'wrong'; readonly state: Json; readonly wrong: string }
  | { readonly seen: 'healthy'; readonly state: Json }
  | { readonly seen: 'gone'; readonly because: string }
  | { readonly seen: 'unreadable'; readonly error: HealError };

export const siteOf = ({ partition, account, region }: ResourceRef): Site => ({ partition, account, region });

/** The incident's action with its parameters; nothing when its detection names none. */
export async function remedyOf(incident: IncidentDocument, { catalogue }: Pick<Tools, 'catalogue'>): Promise<Remedy | undefined> {
  if (incident.action === undefined) return undefined;
  const action = await catalogue.action(incident.action.id);
  if (action === undefined)
    throw new HealError(
      'not-found',
      `${incident.id}: the action ${incident.action.id} is not in this catalogue; install the version that has it, or reject the incident`,
    );
  return action.with(incident.action.params);
}

/** Observes once. What may pass (throttling, no connection) is thrown, so that the stage is tried again. */
export async function look(remedy: Remedy, resource: ResourceRef, { cloud }: Pick<Tools, 'cloud'>): Promise<Sight> {
  try {
    const state = await remedy.observe(cloud.reader(siteOf(resource)));
    const wrong = remedy.wrong(state);
    return wrong === undefined ? { seen: 'healthy', state } : { seen: 'wrong', state, wrong };
  } catch (thrown) {
    const error = asHealError(thrown);
    if (error.code === 'no-such-resource' && isOwn(error, remedy)) return { seen: 'gone', because: error.message };
    if (error.retry === 'never') return { seen: 'unreadable', error };
    throw error;
  }
}

/** Is it the resource itself that is not there, and not a neighbour that was read along with it? By the kind that AWS says is missing, else by the service that said it. */
function isOwn({ details }: HealError, { action }: Remedy): boolean {
  const { missing, service } = details ?? {};
  if (missing !== undefined) return missing === action.resource;
  if (typeof service !== 'string') return true;
  return service === action.id.split('.')[0] || service === action.resource.split('::')[1]?.toLowerCase();
}

/** Stores an observed state, sealed, and gives its reference; the very state that is stored already keeps the reference that it has. */
export const stateRef = async (
  state: Json,
  stored: { readonly state: Json; readonly ref: string },
  { blobs }: Pick<Tools, 'blobs'>,
): Promise<string> => (canonical(state) === canonical(stored.state) ? stored.ref : await blobs.put(state, { sealed: true }));

/** Are two states the same in everything that the action compares? */
export const sameState = (remedy: Remedy, a: Json, b: Json): boolean => canonical(remedy.comparable(a)) === canonical(remedy.comparable(b));
