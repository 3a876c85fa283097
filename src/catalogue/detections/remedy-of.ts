import { compile, type JSONPathQuery } from 'json-p3';
import { asHealError } from '#domain/heal-error.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Action, Match } from '#ports/catalogue.ts';
import type { Refuse } from './detection-file.ts';

type RemedyOfMatch = NonNullable<Match['remedy']>;

/** Completes an action's parameters for one event; nothing when a path finds nothing in it. Throws HealError `bad-params`. */
export type RemedyOf = (resource: ResourceRef, event: Json) => RemedyOfMatch | undefined;

/** What the action says of the resource, and over it the detection's own: literals, or singular queries (RFC 9535) into the event. */
export function remedyOf(action: Action, params: JsonObject, refuse: Refuse): RemedyOf {
  const own = Object.entries(params).map(([name, value]) => [name, reader(name, value, refuse)] as const);
  return (resource, event) => {
    const found = own.map(([name, read]) => [name, read(event)] as const);
    if (found.some(([, value]) => value === undefined)) return undefined;
    return bound(action, { ...action.from(resource)[0], ...Object.fromEntries(found) });
  };
}

/** The parameters as the action reads them, with the ones that name its condition. Throws HealError `bad-params`. */
export function bound(action: Action, given: JsonObject): RemedyOfMatch {
  const { params, condition } = action.with(given);
  return { action: action.id, params, condition };
}

function reader(name: string, value: Json | undefined, refuse: Refuse): (event: Json) => Json | undefined {
  if (typeof value !== 'string' || !value.startsWith('$.')) return () => value;
  const query = compiled(name, value, refuse);
  if (!query.singularQuery())
    throw refuse(`${value} may find several values; name one, as in $.detail.requestParameters.name`, 'params', name);
  return (event) => {
    const found = query.match(JSON.parse(JSON.stringify(event)))?.value;
    return found === undefined ? undefined : JSON.parse(JSON.stringify(found));
  };
}

function compiled(name: string, value: string, refuse: Refuse): JSONPathQuery {
  try {
    return compile(value);
  } catch (error) {
    throw refuse(`${value} is not a JSONPath: ${asHealError(error).message}`, 'params', name);
  }
}
