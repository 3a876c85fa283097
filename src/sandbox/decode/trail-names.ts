import type { Json, JsonObject } from '#domain/json.ts';
import type { Shape } from './shape.ts';

/** CloudTrail's casing: the first letter is lower case, whatever follows (`aRN`, `sAMLMetadataDocument`). */
export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The value with member names in CloudTrail's casing; keys of maps (tags, variables) are data and stay. */
export function trailNames(value: Json, shape: Shape | undefined): Json {
  if (Array.isArray(value)) return value.map((each: Json) => trailNames(each, shape?.kind === 'list' ? shape.item() : undefined));
  if (typeof value !== 'object' || value === null || shape?.kind === 'document') return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).flatMap(([name, each]) => {
      if (each === undefined) return [];
      if (shape?.kind === 'map') return [[name, trailNames(each, shape.value())]];
      return [[lowerFirst(name), trailNames(each, shape?.kind === 'structure' ? shape.members.get(name)?.() : undefined)]];
    }),
  );
}
