import type { Json, JsonObject } from '#domain/json.ts';
import type { Shape } from './shape.ts';
import { scalar } from './typed.ts';

/** The dotted names of a form as a tree: `A.member.1.B=x` is `{ A: { member: { 1: { B: 'x' } } } }`. */
type Tree = string | { readonly [name: string]: Tree };
type Branch = { [name: string]: Tree };

/** The input of a query or EC2 call in the SDK's names and types; without a shape names stay as sent and values stay text. */
export function fromForm(form: URLSearchParams, shape: Shape | undefined): JsonObject {
  const tree: Branch = Object.create(null);
  for (const [name, value] of form) if (name !== 'Action' && name !== 'Version') grow(tree, name.split('.'), value);
  return (shape?.kind === 'structure' ? typed(tree, shape) : loose(tree)) as JsonObject;
}

function grow(root: Branch, path: readonly string[], value: string): void {
  let node = root;
  for (const [index, name] of path.entries()) {
    if (index === path.length - 1) {
      node[name] = value;
      return;
    }
    const next = node[name];
    node = typeof next === 'object' ? (next as Branch) : (node[name] = Object.create(null) as Branch);
  }
}

function typed(tree: Tree, shape: Shape): Json {
  if (typeof tree === 'string') return shape.kind === 'list' ? [] : scalar(tree, shape);
  switch (shape.kind) {
    case 'structure': {
      const found: Record<string, Json> = {};
      for (const [name, read] of shape.members) {
        const member = read();
        const part = namesOf(name, member).flatMap((wire) => tree[wire] ?? [])[0];
        if (part !== undefined) found[name] = typed(part, member);
      }
      return found;
    }
    case 'list':
      return numbered(tree, shape.item().traits.xmlName).map((each) => typed(each, shape.item()));
    case 'map':
      return Object.fromEntries(
        numbered(tree, 'entry').flatMap((each) => {
          if (typeof each === 'string') return [];
          const key = each[shape.key().traits.xmlName ?? 'key'];
          const value = each[shape.value().traits.xmlName ?? 'value'];
          return typeof key === 'string' ? [[key, value === undefined ? '' : typed(value, shape.value())]] : [];
        }),
      );
    default:
      return loose(tree);
  }
}

/** EC2 capitalises the XML name unless it has a name for queries; the other query services use the XML name as it is. */
function namesOf(name: string, { traits }: Shape): readonly string[] {
  const xml = traits.xmlName;
  return [traits.ec2Name, xml, xml === undefined ? undefined : xml.charAt(0).toUpperCase() + xml.slice(1), name].filter(
    (each) => each !== undefined,
  );
}

function numbered(tree: { readonly [name: string]: Tree }, itemName: string | undefined): readonly Tree[] {
  const wrapper = ['member', 'entry', 'item', itemName].find((name) => name !== undefined && typeof tree[name] === 'object');
  const inner = wrapper === undefined ? tree : tree[wrapper];
  if (typeof inner !== 'object') return [];
  const indices = Object.keys(inner).filter((key) => /^\d+$/.test(key));
  return indices.toSorted((a, b) => Number(a) - Number(b)).flatMap((index) => inner[index] ?? []);
}

function loose(tree: Tree): Json {
  if (typeof tree === 'string') return tree;
  const keys = Object.keys(tree);
  const [only] = keys;
  if (keys.length === 1 && (only === 'member' || only === 'entry') && typeof tree[only] === 'object') return loose(tree[only]);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) return numbered(tree, undefined).map(loose);
  return Object.fromEntries(keys.map((key) => [key, loose(tree[key] ?? '')]));
}
