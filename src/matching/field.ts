import { type Leaf, parseLeaf } from './leaf.ts';
import { type QuickLook, quickLook } from './quick-look.ts';

/** One field that a pattern asks for. */
export type Field = {
  /** Its name as AWS flattens it: `detail.userIdentity.type`. */
  readonly path: string;
  readonly segments: readonly string[];
  readonly leaf: Leaf;
  readonly look: QuickLook;
};

/** Fields compiled so far: rules that ask for the same share one, which keeps ten thousand rules small enough for the CPU's caches. */
export type KnownFields = Map<string, Field>;

/** Compiles the alternatives of one field, or takes the field that is known. */
export function fieldOf(path: string, alternatives: readonly unknown[], known: KnownFields): Field {
  const name = JSON.stringify([path, alternatives]);
  const compiled = known.get(name);
  if (compiled !== undefined) return compiled;
  const segments = path.split('.');
  const leaf = parseLeaf(alternatives, path);
  const field: Field = { path, segments, leaf, look: quickLook(segments, leaf) };
  known.set(name, field);
  return field;
}
