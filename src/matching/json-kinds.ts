import type { Json, JsonObject } from '#domain/json.ts';

/** A leaf of an event: what one alternative of a pattern is held against. */
export type Scalar = string | number | boolean | null;

/** How deep arrays may nest directly in arrays before an event is refused, the limit of AWS's own parser. */
export const deepestNesting = 1000;

/** True for an array; unlike `Array.isArray` it narrows readonly types. */
export const isArray = (value: unknown): value is readonly Json[] => Array.isArray(value);

/** True for an object that is neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** True for a string, number, boolean or null. */
export const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
