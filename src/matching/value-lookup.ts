import { HealError } from '#domain/heal-error.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { deepestNesting, isArray, type Scalar } from './json-kinds.ts';
import { keysBelow, nodeAt, type PathNode, pathRoot } from './path-tree.ts';

/** Hands the items that an event calls for to `visit`; one item may be handed over more than once. */
export type Lookup<T> = (event: JsonObject, visit: (item: T) => void) => void;

/** What is looked up when an event has a value at a path. */
export type Stored<T> = { readonly path: string; readonly value: Scalar; readonly lookup: Lookup<T> };

type Finder<T> = (value: Json | undefined, event: JsonObject, visit: (item: T) => void, depth: number) => void;
type Values<T> = Map<unknown, Lookup<T>>;

/** Up to this many keys are read from an object one by one; with more it is cheaper to go through the keys that it has. */
const fewKeys = 12;

/** Compiles what is stored, one lookup a value and path; arrays of the event are looked through and dotted keys equal nested ones. */
export function valueLookup<T>(stored: readonly Stored<T>[]): Lookup<T> {
  const root = pathRoot<Values<T>>();
  for (const { path, value, lookup } of stored) {
    const node = nodeAt(root, path);
    node.attached ??= new Map();
    node.attached.set(value, lookup);
  }
  const find = finderOf(root, new Map());
  return (event, visit) => find(event, event, visit, 0);
}

function finderOf<T>(node: PathNode<Values<T>>, made: Map<PathNode<Values<T>>, Finder<T>>): Finder<T> {
  const known = made.get(node);
  if (known !== undefined) return known;
  const values = node.attached;
  const below = [...keysBelow(node)].map(([key, child]) => ({ key, find: finderOf(child, made) }));
  const findBelow = below.length <= fewKeys ? readKeys(below) : goThroughKeys(below);
  const find: Finder<T> = (value, event, visit, depth) => {
    if (typeof value !== 'object' || value === null) values?.get(value)?.(event, visit);
    else if (isArray(value)) {
      if (depth > deepestNesting) throw tooDeep();
      for (const element of value) find(element, event, visit, depth + 1);
    } else findBelow(value, event, visit);
  };
  made.set(node, find);
  return find;
}

type Below<T> = readonly { readonly key: string; readonly find: Finder<T> }[];
type FindBelow<T> = (object: JsonObject, event: JsonObject, visit: (item: T) => void) => void;

const readKeys =
  <T>(below: Below<T>): FindBelow<T> =>
  (object, event, visit) => {
    for (const { key, find } of below) {
      const value = object[key];
      if (value !== undefined) find(value, event, visit, 0);
    }
  };

function goThroughKeys<T>(below: Below<T>): FindBelow<T> {
  const byKey = new Map(below.map(({ key, find }) => [key, find]));
  return (object, event, visit) => {
    for (const key in object) byKey.get(key)?.(object[key], event, visit, 0);
  };
}

const tooDeep = () =>
  new HealError('bad-input', `The event nests arrays deeper than ${deepestNesting} levels; AWS sends no such event, so drop it.`);
