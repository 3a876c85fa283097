import { HealError } from '#domain/heal-error.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { deepestNesting, isArray, isObject, type Scalar } from './json-kinds.ts';
import { asKey } from './quick-look.ts';

/** Visits every value that an event has at a path, also in arrays and under dotted keys; one value may be visited more than once. */
export type ValueWalk = (event: JsonObject, visit: (value: Scalar) => void) => void;

/** Where a walk stands: `keys` hold one or more of the segments that are left; none are left at the end of the path. */
type Stage = { readonly keys: readonly { readonly key: string; readonly next: Stage }[] };

/** Compiles the walk to one path. */
export function valueWalk(segments: readonly string[]): ValueWalk {
  let stages: readonly Stage[] = [{ keys: [] }];
  for (let from = segments.length - 1; from >= 0; from--) {
    const keys = stages.map((next, more) => ({ key: asKey(segments.slice(from, from + more + 1).join('.')), next }));
    stages = [{ keys }, ...stages];
  }
  const [first] = stages;
  return (event, visit) => {
    if (first !== undefined) walkObject(event, first, visit);
  };
}

function walkObject(object: JsonObject, { keys }: Stage, visit: (value: Scalar) => void): void {
  for (const { key, next } of keys) {
    const value = Object.hasOwn(object, key) ? object[key] : undefined;
    if (value !== undefined) walkValue(value, next, visit, 0);
  }
}

function walkValue(value: Json, stage: Stage, visit: (value: Scalar) => void, depth: number): void {
  if (isArray(value)) {
    if (depth > deepestNesting) throw tooDeep();
    for (const element of value) walkValue(element, stage, visit, depth + 1);
  } else if (isObject(value)) walkObject(value, stage, visit);
  else if (stage.keys.length === 0) visit(value);
}

const tooDeep = () =>
  new HealError('bad-input', `The event nests arrays deeper than ${deepestNesting} levels; AWS sends no such event, so drop it.`);
