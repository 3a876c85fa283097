import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import { IncidentDocument } from '#domain/incident.ts';
import { resourceKey } from '#domain/resource-ref.ts';
import type { Listing } from '#ports/store.ts';

/** The largest incident document in bytes of JSON; what is larger belongs into blobs. */
const documentLimit = 65_536;

/** The fields that stores index, whatever their engine. */
export interface IncidentKeys {
  readonly id: string;
  readonly openedAt: number;
  readonly account: string;
  readonly place: string;
  readonly resource: string;
  readonly due: number | undefined;
}

/** What the listings need to know of an incident. */
export const keysOf = (incident: IncidentDocument): IncidentKeys => ({
  id: incident.id,
  openedAt: incident.openedAt,
  account: incident.resource.account,
  place: incident.stage,
  resource: resourceKey(incident.resource),
  due: incident.due,
});

/** Does an incident belong to a listing? */
export function isListed(keys: IncidentKeys, list: Listing): boolean {
  switch (list.by) {
    case 'opened':
      return list.account === undefined || keys.account === list.account;
    case 'place':
      return keys.place === list.place;
    case 'resource':
      return keys.resource === list.resource;
    case 'due':
      return keys.due !== undefined && keys.due <= list.before;
  }
}

/** An incident as stores keep it: JSON text. Throws HealError `too-large`. */
export function writeIncident(incident: IncidentDocument): string {
  const text = JSON.stringify(incident);
  const bytes = Buffer.byteLength(text);
  if (bytes <= documentLimit) return text;
  throw new HealError(
    'too-large',
    `The document of ${incident.id} has ${bytes} bytes, ${documentLimit} are allowed; nothing was stored. Keep states and events in blobs and only their references in the document.`,
    { details: { incident: incident.id, bytes, limit: documentLimit } },
  );
}

/** Stored JSON text as an incident, its shape checked. Throws HealError `bad-state`. */
export function readIncident(id: string, text: string): IncidentDocument {
  const parsed = IncidentDocument.safeParse(parseJson(id, text));
  if (parsed.success) return parsed.data;
  throw new HealError(
    'bad-state',
    `The stored document of ${id} does not have the shape of an incident: ${z.prettifyError(parsed.error)}. Was it written by another version of Selfheal?`,
    { details: { incident: id } },
  );
}

function parseJson(id: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HealError('bad-state', `The stored document of ${id} is not JSON; restore the store from a copy.`, {
      details: { incident: id },
      cause,
    });
  }
}
