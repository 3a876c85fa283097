import { dirname, join } from 'node:path';

/** The user's own detections: the folder `detections` beside `selfheal.yaml`, there or not. */
export const ownDetections = (policyFile: string): readonly string[] => [join(dirname(policyFile), 'detections')];
