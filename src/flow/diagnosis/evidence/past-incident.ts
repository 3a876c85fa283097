import type { IncidentDocument } from '#domain/incident.ts';
import type { JsonObject } from '#domain/json.ts';
import { counted } from './trail-calls.ts';

const kept = 3;

/** The newest of some earlier incidents, as evidence of a later one. */
export const pastIncidents = (incidents: readonly IncidentDocument[]): readonly JsonObject[] => incidents.slice(0, kept).map(pastIncident);

/** An earlier incident as evidence of a later one: what it was and how it ended. */
const pastIncident = ({
  id,
  title,
  detection,
  resource,
  openedAt,
  closedAt,
  stage,
  why,
  signal,
  action,
  approval,
}: IncidentDocument): JsonObject => ({
  incident: id,
  title,
  detection,
  resource: resource.id,
  openedAt: new Date(openedAt).toISOString(),
  ended: stage,
  why,
  ...(closedAt === undefined ? {} : { seconds: Math.round((closedAt - openedAt) / 100) / 10 }),
  ...(action === undefined ? {} : { action: action.id }),
  ...(signal.actor?.arn === undefined ? {} : { by: signal.actor.arn }),
  ...(approval === undefined || approval.channel === 'policy' ? {} : { approvedBy: approval.by }),
});

/** `3 × healed, rolled-back`: how incidents ended, or where they are. */
export const countedEnds = (incidents: readonly IncidentDocument[]): string => counted(incidents.map(({ stage }) => stage));
