import type { Json, JsonObject } from '#domain/json.ts';
import { isArray, isObject, isScalar } from './json-kinds.ts';
import type { Leaf } from './leaf.ts';

/** What a quick look at one field says; `unsure` where arrays of objects or dotted keys call for the careful match. */
export type Verdict = 'no' | 'yes' | 'unsure';
/** Looks at one field of an event; allocates nothing and is right whenever it is sure. */
export type QuickLook = (object: JsonObject) => Verdict;

/** Compiles the look at one field to nested closures, one for each segment of its path from the given one on. */
export function quickLook(segments: readonly string[], leaf: Leaf, from = 0): QuickLook {
  const key = asKey(segments[from] ?? '');
  const read = keyReader(key);
  const whenAbsent: Verdict = leaf.absent ? 'yes' : 'no';
  if (from === segments.length - 1) return (object) => lookAtLeaf(read(object), leaf, whenAbsent);

  const below = quickLook(segments, leaf, from + 1);
  const dottedKeys = segments.slice(from + 2).map((_, more) => asKey(segments.slice(from, from + 2 + more).join('.')));
  dottedKeys.push(asKey(segments.slice(from).join('.')));
  return (object) => {
    const value = read(object);
    const verdict = isObject(value) ? below(value) : isArray(value) ? 'unsure' : whenAbsent;
    if (verdict === 'unsure' || (verdict === 'yes' && !leaf.absent)) return verdict;
    for (const dotted of dottedKeys) if (object[dotted] !== undefined) return 'unsure';
    return verdict;
  };
}

function lookAtLeaf(value: Json | undefined, leaf: Leaf, whenAbsent: Verdict): Verdict {
  if (value === undefined) return whenAbsent;
  if (isScalar(value)) return leaf.test(value) ? 'yes' : 'no';
  if (!isArray(value)) return whenAbsent;
  let present = false;
  for (const element of value) {
    if (isScalar(element)) {
      if (leaf.test(element)) return 'yes';
      present = true;
    } else if (isArray(element)) return 'unsure';
  }
  return present ? 'no' : whenAbsent;
}

/** Reads one key; a name that every object inherits (`constructor`) counts only where the event itself has it. */
export function keyReader(key: string): (object: JsonObject) => Json | undefined {
  if (key in Object.prototype) return (object) => (Object.hasOwn(object, key) ? object[key] : undefined);
  return (object) => object[key];
}

/** The same text as V8 keeps it for property names: a cut or joined string would have to be looked up anew at each read. */
export function asKey(text: string): string {
  const [key = text] = Object.keys({ [text]: 0 });
  return key;
}
