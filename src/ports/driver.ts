import type { IncidentDocument } from '#domain/incident.ts';

/** Schedules stages; knows nothing of what they do. */
export interface Driver {
  /** Begins an execution `<id>-<generation>` at the stage where the incident stands. Starting it twice is the same as once. */
  start(incident: IncidentDocument): Promise<void>;
  /** Tells the execution that an answer was stored. */
  wake(incident: IncidentDocument): Promise<void>;
}
