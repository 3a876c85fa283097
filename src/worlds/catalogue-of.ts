import { type OpenCatalogue, openCatalogue } from '#catalogue/catalogue.ts';
import { ownDetections } from '#config/own-detections.ts';
import type { HealError } from '#domain/heal-error.ts';
import { ownActions } from './own-actions.ts';

/** Our catalogue with the user's own actions and detections. */
interface CatalogueOfPolicy {
  readonly catalogue: OpenCatalogue;
  readonly refusedActions: readonly HealError[];
  /** Actions and detections that are not loaded, and why. */
  refused(): readonly HealError[];
}

/** Opens the catalogue as a policy file has it: its folders of actions, and the detections beside it. Throws HealError. */
export async function catalogueOf(policyFile: string): Promise<CatalogueOfPolicy> {
  const own = await ownActions(policyFile);
  const catalogue = await openCatalogue({ ownActions: own.actions, folders: ownDetections(policyFile) });
  return { catalogue, refusedActions: own.refused, refused: () => [...own.refused, ...catalogue.refused] };
}
