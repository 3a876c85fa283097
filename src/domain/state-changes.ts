import { z } from 'zod';
import { AnyJson, canonical, type Json, type JsonObject } from './json.ts';

/** One difference between two states; a side that is absent was or is not there. */
export const StateChange = z.object({ path: z.string(), before: AnyJson.optional(), after: AnyJson.optional() });
export type StateChange = Readonly<z.infer<typeof StateChange>>;

/** What differs between two states, leaf by leaf, in the order of their keys; members of lists are told apart by content. */
export function stateChanges(before: Json | undefined, after: Json | undefined, path = ''): StateChange[] {
  if (same(before, after)) return [];
  if (isList(before) && isList(after)) return listChanges(before, after, path);
  if (mayHaveFields(before) && mayHaveFields(after) && (hasFields(before) || hasFields(after)))
    return fieldChanges(asObject(before), asObject(after), path);
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

function fieldChanges(before: JsonObject, after: JsonObject, path: string): StateChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => stateChanges(field(before, key), field(after, key), path === '' ? key : `${path}.${key}`));
}

/** Members that only one side has, each as often as it has more of them. */
function listChanges(before: readonly Json[], after: readonly Json[], path: string): StateChange[] {
  const added = without(after, before);
  const removed = without(before, after);
  if (added.length === 0 && removed.length === 0) return [{ path, before: [...before], after: [...after] }];
  const member = `${path}[]`;
  return [...removed.map((item) => ({ path: member, before: item })), ...added.map((item) => ({ path: member, after: item }))];
}

function without(items: readonly Json[], others: readonly Json[]): Json[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(canonical(other), (left.get(canonical(other)) ?? 0) + 1);
  return items.filter((item) => {
    const count = left.get(canonical(item)) ?? 0;
    left.set(canonical(item), count - 1);
    return count <= 0;
  });
}

const same = (a: Json | undefined, b: Json | undefined): boolean =>
  a === undefined || b === undefined ? a === b : canonical(a) === canonical(b);
/** Own fields only: a key may be called `toString`. */
const field = (value: JsonObject, key: string): Json | undefined => (Object.hasOwn(value, key) ? value[key] : undefined);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const asObject = (value: Json | undefined): JsonObject => (value !== undefined && isObject(value) ? value : {});
const mayHaveFields = (value: Json | undefined): boolean => value === undefined || isObject(value);
const hasFields = (value: Json | undefined): boolean => Object.keys(asObject(value)).length > 0;
