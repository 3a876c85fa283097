import type * as fc from 'fast-check';
import type { Call } from '#domain/call.ts';
import type { Json, JsonObject } from '#domain/json.ts';

/** Parameters and a state that an action may see. */
export interface Case {
  readonly params: JsonObject;
  readonly state: JsonObject;
}

/** A little of AWS, written apart from the action: states that may be seen, and what calls and time make of them. */
export interface Model {
  readonly cases: fc.Arbitrary<Case>;
  apply(state: JsonObject, call: Call): JsonObject;
  /** What becomes of a state when nobody does anything for a while. */
  wait(state: JsonObject): JsonObject;
  /** What of a state healing must leave as it is. */
  beside(state: JsonObject, params: JsonObject): Json;
  /** Healing this is never the wrong thing. */
  readonly neverRefuses?: true;
  /** Is this a state that `undo` brings back? Every one, when absent. */
  readonly comesBack?: (before: JsonObject) => boolean;
}

/** A call's input, or a part of one, as an object. */
export function object(value: Json | undefined): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`not an object: ${JSON.stringify(value)}`);
  return value as JsonObject;
}

/** A list inside a call's input. */
export const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** A call that the action has no business making. */
export function unexpected({ service, operation }: Call): never {
  throw new Error(`the action does not make this call: ${service}.${operation}`);
}

/** For resources that do not change by themselves. */
export const still = (state: JsonObject): JsonObject => state;
