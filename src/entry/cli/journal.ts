import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileBlobs } from '#adapters/files/blobs.ts';
import { localKey } from '#adapters/files/key.ts';
import { openSqliteStore } from '#adapters/sqlite/store.ts';
import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Blobs } from '#ports/blobs.ts';
import type { Store } from '#ports/store.ts';

const fileOf = (dataDir: string): string => join(dataDir, 'journal.db');

/** The journal of a folder, opened without an engine. Throws HealError `not-running` when there is none: a wrong folder must not look like peace. */
export function openJournal(dataDir: string): Store {
  if (existsSync(fileOf(dataDir))) return openSqliteStore(fileOf(dataDir));
  throw new HealError(
    'not-running',
    `There is no journal in ${dataDir}. Start Selfheal there with "selfheal up", or name its folder with --data.`,
  );
}

/** The states and events that the journal refers to. */
export const openBlobs = async (dataDir: string): Promise<Blobs> =>
  fileBlobs({ dir: join(dataDir, 'blobs'), key: await localKey(dataDir) });

/** An incident of the journal. Throws HealError `not-found`. */
export async function incidentOf(store: Store, id: string): Promise<IncidentDocument> {
  const incident = await store.incident(id);
  if (incident === undefined) throw new HealError('not-found', `There is no incident ${id} here; "selfheal incidents" lists them.`);
  return incident;
}
