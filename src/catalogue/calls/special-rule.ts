import type { JsonObject } from '#domain/json.ts';
import type { Effect } from '#domain/meaning.ts';
import type { ApiCall } from './api-call.ts';
import { leavesOf } from './walk-json.ts';

/** What a call does by its parameters, and what they say. */
export interface Special {
  readonly effect: Effect;
  readonly what: string;
}

/** Says what a call does by its parameters; nothing leaves it to the name. */
export type SpecialRule = (params: JsonObject, call: ApiCall) => Special | undefined;

/** Is one of these members (lower case) anywhere in the parameters, and neither empty nor false? */
export const has = (params: JsonObject, ...names: readonly string[]): boolean =>
  [...leavesOf(params)].some(({ path, value }) => names.some((name) => path.includes(name)) && value !== '' && value !== false);

/** Has a member of this name (lower case) such a value? */
export const says = (params: JsonObject, name: string, value: RegExp): boolean =>
  [...leavesOf(params)].some((leaf) => leaf.path.at(-1) === name && value.test(String(leaf.value)));

/** The first number under this name (lower case), also where it is written as text. */
export const numberAt = (params: JsonObject, name: string): number | undefined => {
  const found = [...leavesOf(params)].find(({ path }) => path.at(-1) === name)?.value;
  return found === undefined || Number.isNaN(Number(found)) ? undefined : Number(found);
};

/** A rule's answer. */
export const is = (effect: Effect, what: string): Special => ({ effect, what });
