import { asKey } from './quick-look.ts';

/** A tree of paths: what is attached to a path, and under which keys its object holds the rest. */
export type PathNode<T> = { attached: T | undefined; readonly children: Map<string, PathNode<T>> };

/** An empty tree. */
export const pathRoot = <T>(): PathNode<T> => ({ attached: undefined, children: new Map() });

/** The node of a path in dotted form, made with the nodes on the way to it where they are missing. */
export function nodeAt<T>(root: PathNode<T>, path: string): PathNode<T> {
  let node = root;
  for (const segment of path.split('.')) {
    const child = node.children.get(segment) ?? pathRoot<T>();
    node.children.set(asKey(segment), child);
    node = child;
  }
  return node;
}

/** Every node below, each with the key under which one object of an event may hold it: `detail`, and as a dotted key `detail.state`. */
export function* keysBelow<T>(node: PathNode<T>, prefix?: string): Generator<readonly [string, PathNode<T>]> {
  for (const [segment, child] of node.children) {
    const key = prefix === undefined ? segment : asKey(`${prefix}.${segment}`);
    yield [key, child];
    yield* keysBelow(child, key);
  }
}
