import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import { type ResourceRef, resourceKey } from '#domain/resource-ref.ts';
import { type Sight, siteOf } from '#flow/look.ts';
import type { Tools } from '#flow/tools.ts';
import type { Found, Peek, Surroundings } from '#ports/surroundings.ts';
import { recentIncidents } from './recent-incidents.ts';

/** What collectors know of an incident before they look; what several want to know is read once. */
export interface Scene {
  readonly incident: IncidentDocument;
  /** The state that was just observed. */
  readonly state: Json | undefined;
  readonly around: Surroundings;
  readonly tools: Tools;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Around the resource; nothing for a type of which nothing is known. */
  found(): Promise<Found | undefined>;
  /** Other incidents on the same resource, the newest first. */
  onResource(): Promise<readonly IncidentDocument[]>;
  /** The newest other incidents of the account. */
  inAccount(): Promise<readonly IncidentDocument[]>;
}

const mostOnResource = 8;

/** Opens the scene of an incident; `peek` reads at its site within the whole budget. */
export function openScene(incident: IncidentDocument, sight: Sight | undefined, peek: Peek, tools: Tools): Scene {
  const { store, catalogue, clock } = tools;
  const around = catalogue.surroundings(incident.resource);
  const { look } = around;
  const others = (incidents: readonly IncidentDocument[]): readonly IncidentDocument[] => incidents.filter(({ id }) => id !== incident.id);
  return {
    incident,
    state: sight !== undefined && 'state' in sight ? sight.state : undefined,
    around,
    tools,
    now: clock.now(),
    found: once(async () => look?.(peek)),
    onResource: once(async () => {
      const resource = resourceKey(incident.resource);
      return others((await store.incidents({ by: 'resource', resource }, { limit: mostOnResource })).items);
    }),
    inAccount: once(async () => others(await recentIncidents(incident.resource.account, tools))),
  };
}

/** The site that a resource's neighbours of one type are at: those of services without regions have none. */
export const neighbourRef = ({ partition, account, region }: ResourceRef, type: string, id: string): ResourceRef => ({
  type,
  id,
  ...siteOf({ partition, account, region: type.startsWith('AWS::IAM::') ? 'global' : region, type, id }),
});

/** What a look found, or nothing: that it failed is the gap of `dependencies`. */
export const known = (found: Scene['found']): Promise<Found | undefined> => found().catch(() => undefined);

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
}
