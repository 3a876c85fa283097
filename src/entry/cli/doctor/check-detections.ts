import { ownDetections } from '#config/own-detections.ts';
import { asHealError } from '#domain/heal-error.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';
import { type Check, fine, missing } from './check.ts';

/** Are the user's own detections sound? Every one that is refused is told with file, line and field. */
export async function checkDetections(policyFile: string): Promise<Check> {
  const name = 'Detections';
  try {
    const { catalogue, refused } = await catalogueOf(policyFile);
    if (refused().length > 0)
      return missing(
        name,
        refused()
          .map(({ message }) => message)
          .join('\n'),
      );
    return fine(name, `${catalogue.written.length} are sound; your own belong in ${ownDetections(policyFile).join(', ')}`);
  } catch (error) {
    return missing(name, asHealError(error).message);
  }
}
