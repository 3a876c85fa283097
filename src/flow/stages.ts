import type { Stage } from '#domain/incident.ts';
import type { Journal } from './journal.ts';
import type { Incident, Outcome } from './lifecycle.ts';
import type { Tools } from './tools.ts';

/** One stage: looks at the incident and the world, says where it goes. What it must record in between goes through the journal. */
export type StageFn<S extends Stage> = (incident: Incident<S>, tools: Tools, journal: Journal) => Promise<Outcome<S>>;
export type Stages = { readonly [S in Stage]: StageFn<S> };
