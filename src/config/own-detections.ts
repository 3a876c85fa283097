import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The user's own detections: the folder `detections` beside `selfheal.yaml`, when there is one. */
export function ownDetections(policyFile: string): readonly string[] {
  const folder = join(dirname(policyFile), 'detections');
  return existsSync(folder) ? [folder] : [];
}
