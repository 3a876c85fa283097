import type { Facts } from '#domain/facts.ts';
import type { End, IncidentDocument, Place, Stage } from '#domain/incident.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Question } from '#domain/question.ts';

/**
 * The loop as pure data: for each stage the facts that it needs, where it may go, its time (seconds) and attempts,
 * and where it fails to. Drivers, the state machine of AWS Step Functions and the types below are derived from it.
 */
export const lifecycle = {
  diagnosis: { needs: [], to: ['decision', 'already-healthy', 'expected', 'escalated'], seconds: 60, attempts: 3, failed: 'escalated' },
  decision: {
    needs: ['diagnosis'],
    to: ['approval', 'snapshot', 'logged', 'simulated', 'already-healthy', 'escalated'],
    seconds: 30,
    attempts: 3,
    failed: 'escalated',
  },
  approval: {
    needs: ['diagnosis', 'decision', 'plan'],
    to: ['snapshot', 'decision', 'rejected', 'expired'],
    seconds: 10,
    attempts: 3,
    failed: 'escalated',
  },
  snapshot: {
    needs: ['diagnosis', 'decision', 'plan', 'approval'],
    to: ['remediation', 'decision', 'already-healthy', 'escalated'],
    seconds: 60,
    attempts: 5,
    failed: 'escalated',
  },
  remediation: {
    needs: ['diagnosis', 'plan', 'approval', 'before'],
    to: ['verification', 'escalated'],
    seconds: 300,
    attempts: 3,
    failed: 'verification',
  },
  verification: {
    needs: ['diagnosis', 'plan', 'approval', 'before'],
    to: ['healed', 'remediation', 'rollback', 'escalated'],
    seconds: 60,
    attempts: 5,
    failed: 'escalated',
  },
  rollback: { needs: ['plan', 'before'], to: ['rolled-back', 'escalated'], seconds: 300, attempts: 5, failed: 'escalated' },
} as const satisfies { readonly [S in Stage]: Row };

export const ends = {
  healed: { needs: ['plan', 'before', 'verification'] },
  'already-healthy': { needs: ['diagnosis'] },
  logged: { needs: ['decision'] },
  simulated: { needs: ['decision', 'plan'] },
  rejected: { needs: ['plan'] },
  expired: { needs: ['plan'] },
  'rolled-back': { needs: ['before', 'rollback'] },
  escalated: { needs: [] },
  expected: { needs: [] },
} as const satisfies { readonly [E in End]: { readonly needs: readonly (keyof Facts)[] } };

/** Edges that only a person takes: each reopens an end, under the next generation. */
export const commands = {
  rollback: { from: ['healed'], to: 'rollback' },
  retry: { from: ['escalated'], to: 'diagnosis' },
} as const satisfies Record<string, { readonly from: readonly End[]; readonly to: Stage }>;

interface Row {
  readonly needs: readonly (keyof Facts)[];
  readonly to: readonly Place[];
  readonly seconds: number;
  readonly attempts: number;
  readonly failed: Place;
}
type Table = typeof lifecycle;
type Needs<P extends Place> = (Table & typeof ends)[P]['needs'][number];

/** An incident at a place surely has the facts that the place needs. */
export type Incident<P extends Place = Place> = IncidentDocument & { readonly stage: P } & { readonly [F in Needs<P>]: Facts[F] };

/** A move carries exactly the facts that the target needs and this stage cannot be sure of; it may renew others. */
export type Move<S extends Stage> = {
  [T in Table[S]['to'][number]]: { readonly to: T; readonly why: string } & { readonly [F in Exclude<Needs<T>, Needs<S>>]: Facts[F] } & {
    readonly [F in keyof Facts]?: Facts[F];
  };
}[Table[S]['to'][number]];

/** The same stage again in so many milliseconds: settling, resource held, throttled. Does not use up attempts. */
export interface Wait {
  readonly wait: number;
  readonly why: string;
}
/** Only approval may ask: parked until a person answers or the time (milliseconds) is over. */
export interface Ask {
  readonly ask: string;
  readonly within: number;
  readonly why: string;
  readonly question: Question;
  /** What the ledger tells besides, when the question is put now; absent when it only stands. */
  readonly said?: JsonObject;
}
export type Outcome<S extends Stage> = Move<S> | Wait | (S extends 'approval' ? Ask : never);

// Compile-time soundness: a failure or command edge never needs a fact that its source may lack.
type Unmet = { [S in Stage]: Exclude<Needs<Table[S]['failed']>, Needs<S>> }[Stage];
type Commands = typeof commands;
type UnmetByCommand = { [C in keyof Commands]: Exclude<Needs<Commands[C]['to']>, Needs<Commands[C]['from'][number]>> }[keyof Commands];
/** True when every failure and command edge has the facts that it needs. @public */
export const sound: [Unmet, UnmetByCommand] extends [never, never] ? true : never = true;

/** Does a stored document have what the table promises of this place? */
export function isAt<P extends Place>(incident: IncidentDocument, place: P): incident is Incident<P> {
  const needs: readonly (keyof Facts)[] = { ...lifecycle, ...ends }[place].needs;
  return incident.stage === place && needs.every((fact) => incident[fact] !== undefined);
}

/** Is this place a stage, and not an end? */
export const isStage = (place: string): place is Stage => Object.hasOwn(lifecycle, place);
