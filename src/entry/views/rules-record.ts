import type { IncidentDocument } from '#domain/incident.ts';
import type { Store } from '#ports/store.ts';

/** How incidents ended of which the rules were as sure as of this one. */
export interface RulesRecord {
  readonly right: number;
  readonly of: number;
}

/** Incidents that are looked at, the newest first. */
const most = 300;
const pageOf = 100;
/** Fewer say nothing. */
const fewest = 5;

/** Of the newest incidents with the same confidence of the rules: how many heals held, out of those and the ones that people rejected or took back. */
export async function rulesRecord(
  { diagnosis }: Pick<IncidentDocument, 'diagnosis'>,
  store: Pick<Store, 'incidents'>,
): Promise<RulesRecord | undefined> {
  if (diagnosis === undefined) return undefined;
  let [right, wrong, seen] = [0, 0, 0];
  for (let cursor: string | undefined, more = true; more && seen < most; more = cursor !== undefined) {
    const page = await store.incidents({ by: 'opened' }, { limit: pageOf, cursor });
    for (const { stage, diagnosis: other } of page.items) {
      if (other?.confidence !== diagnosis.confidence) continue;
      if (stage === 'healed') right += 1;
      if (stage === 'rejected' || stage === 'rolled-back') wrong += 1;
    }
    seen += page.items.length;
    ({ cursor } = page);
  }
  return right + wrong < fewest ? undefined : { right, of: right + wrong };
}
