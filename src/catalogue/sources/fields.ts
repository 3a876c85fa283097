import type { Json, JsonObject } from '#domain/json.ts';

export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !isArray(value);

/** The object at a path of exact names; empty when there is none. */
export function objectAt(document: JsonObject, ...path: readonly string[]): JsonObject {
  let found: Json | undefined = document;
  for (const name of path) found = isObject(found) ? found[name] : undefined;
  return isObject(found) ? found : {};
}

/** The trimmed text at a path of exact names; nothing when it is missing, empty or not a string. A number of twelve digits is an account id that lost its quotes on the way. */
export function textAt(document: JsonObject, ...path: readonly [...string[], string]): string | undefined {
  const value = objectAt(document, ...path.slice(0, -1))[path.at(-1) ?? ''];
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' && /^\d{12}$/.test(`${value}`) ? `${value}` : '';
  return text === '' ? undefined : text;
}

/** Every text at a dotted path; names in any case (CloudTrail has `tableName` and `TableName`), lists walked through. */
export function textsAt(value: Json | undefined, path: string): readonly string[] {
  return path === '' ? texts(value) : step(value, path.toLowerCase().split('.'));
}

function step(value: Json | undefined, [name, ...rest]: readonly string[]): readonly string[] {
  if (name === undefined) return texts(value);
  if (isArray(value)) return value.flatMap((each) => step(each, [name, ...rest]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => (key.toLowerCase() === name ? step(each, rest) : []));
}

/** EC2's younger operations write a list of texts as `{ content, tag }`. */
function texts(value: Json | undefined): readonly string[] {
  if (isArray(value)) return value.flatMap(texts);
  const text = isObject(value) ? value['content'] : value;
  return typeof text === 'string' && text.trim() !== '' ? [text.trim()] : [];
}
