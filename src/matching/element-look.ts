import type { Json, JsonObject } from '#domain/json.ts';
import type { Field } from './field.ts';
import { isArray, isObject, isScalar } from './json-kinds.ts';
import { asKey, keyReader, type Verdict } from './quick-look.ts';

/** The fields at and below a path. */
type Node = { leaf: Field['leaf'] | undefined; readonly below: Map<string, Node> };
/** The same, as it is looked at: `dotted` are keys that would hold several segments of a path at once. */
type Look = (value: Json | undefined) => Verdict;

/**
 * Compiles fields that an event must fulfil within the same elements of its arrays to one look that allocates nothing and is right whenever
 * it is sure. It is not where arrays nest directly, with dotted keys, `exists: false`, or a path that is also the beginning of another.
 */
export function elementLook(fields: readonly Field[]): (event: JsonObject) => Verdict {
  if (fields.some(({ leaf }) => leaf.absent)) return () => 'unsure';
  const root: Node = { leaf: undefined, below: new Map() };
  for (const { segments, leaf } of fields) {
    let node = root;
    for (const segment of segments) {
      const next = node.below.get(segment) ?? { leaf: undefined, below: new Map() };
      node.below.set(segment, next);
      node = next;
    }
    node.leaf = leaf;
  }
  return lookAt(root);
}

function lookAt({ leaf, below }: Node): Look {
  if (leaf === undefined) return lookAtObjects(below);
  if (below.size > 0) return () => 'unsure';
  return (value) => {
    if (isScalar(value)) return leaf.test(value) ? 'yes' : 'no';
    if (!isArray(value)) return 'no';
    let verdict: Verdict = 'no';
    for (const element of value) {
      if (isArray(element)) verdict = 'unsure';
      else if (isScalar(element) && leaf.test(element)) return 'yes';
    }
    return verdict;
  };
}

function lookAtObjects(below: ReadonlyMap<string, Node>): Look {
  const children = [...below].map(([key, node]) => ({ read: keyReader(asKey(key)), look: lookAt(node) }));
  const dotted = [...below].flatMap(([key, node]) => pathsBelow(node).map((path) => asKey(`${key}.${path}`)));

  const lookAtObject = (object: JsonObject): Verdict => {
    for (const key of dotted) if (object[key] !== undefined) return 'unsure';
    let verdict: Verdict = 'yes';
    for (const { read, look } of children) {
      const found = look(read(object));
      if (found === 'no') return 'no';
      if (found === 'unsure') verdict = 'unsure';
    }
    return verdict;
  };

  return (value) => {
    if (isObject(value)) return lookAtObject(value);
    if (!isArray(value)) return 'no';
    let verdict: Verdict = 'no';
    for (const element of value) {
      const found = isObject(element) ? lookAtObject(element) : isArray(element) ? 'unsure' : 'no';
      if (found === 'yes') return 'yes';
      if (found === 'unsure') verdict = 'unsure';
    }
    return verdict;
  };
}

const pathsBelow = ({ below }: Node): readonly string[] =>
  [...below].flatMap(([key, node]) => [key, ...pathsBelow(node).map((path) => `${key}.${path}`)]);
