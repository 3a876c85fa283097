import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parsePolicy } from './load-policy.ts';
import { Policy } from './policy.ts';

type Node = { readonly [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

interface Example {
  readonly place: string;
  readonly text: string;
}

/** The policies in the documentation: every block of YAML that is no other file, in pages about other things those that look like a policy. */
function examplesIn(folder: URL): readonly Example[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => {
      const page = readFileSync(new URL(file, folder), 'utf8');
      return [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].flatMap(({ 1: text = '', index }): readonly Example[] => {
        const place = `docs/${file}:${page.slice(0, index).split('\n').length + 1}`;
        const [, of] = /^# ([\w/.-]+\.(?:yaml|yml|md))/.exec(text) ?? [];
        if (of !== undefined && of !== 'selfheal.yaml') return [];
        const found: unknown = parse(text);
        const looksLike = isNode(found) && Object.keys(found).every((key) => key in Policy.shape);
        return file === 'policy.md' || looksLike ? [{ place, text }] : [];
      });
    });
}

/** Each key once, wherever it stands with the same meaning: its name, and what may stand under it. */
const idOf = (name: string, schema: unknown): string => `${name}: ${JSON.stringify(schema)}`;

/** Where each key of the schema is found first. */
function keysOf(schema: unknown, path: string, found: Map<string, string>): ReadonlyMap<string, string> {
  if (!isNode(schema)) return found;
  for (const [name, inner] of Object.entries(isNode(schema['properties']) ? schema['properties'] : {})) {
    const at = path === '' ? name : `${path}.${name}`;
    if (!found.has(idOf(name, inner))) found.set(idOf(name, inner), at);
    keysOf(inner, at, found);
  }
  for (const branch of branchesOf(schema)) keysOf(branch, path, found);
  keysOf(schema['items'], `${path}[]`, found);
  keysOf(schema['additionalProperties'], `${path}.*`, found);
  return found;
}

function branchesOf(schema: Node): readonly unknown[] {
  return ['anyOf', 'oneOf', 'allOf'].flatMap((form) => {
    const branches = schema[form];
    return Array.isArray(branches) ? branches : [];
  });
}

/** Adds the keys of the schema that a value has. */
function use(schema: unknown, value: unknown, used: Set<string>): void {
  if (!isNode(schema)) return;
  if (isOtherKind(schema, value)) return;
  for (const branch of branchesOf(schema)) use(branch, value, used);
  if (Array.isArray(value)) for (const item of value) use(schema['items'], item, used);
  if (!isNode(value)) return;
  const properties = isNode(schema['properties']) ? schema['properties'] : {};
  for (const [name, inner] of Object.entries(value)) {
    if (name in properties) used.add(idOf(name, properties[name]));
    use(properties[name] ?? schema['additionalProperties'], inner, used);
  }
}

/** Of several kinds of a thing the value says which it is. */
function isOtherKind({ properties }: Node, value: unknown): boolean {
  if (!isNode(properties) || !isNode(value)) return false;
  return Object.entries(properties).some(([name, of]) => isNode(of) && 'const' in of && name in value && value[name] !== of['const']);
}

const examples = examplesIn(new URL('../../docs/', import.meta.url));

test.each(examples)('the example at $place is a sound policy', ({ place, text }) => {
  expect(() => parsePolicy(text, place)).not.toThrow();
});

test('every key of the policy stands in an example of the documentation', () => {
  const schema = z.toJSONSchema(Policy, { io: 'input' });
  const keys = keysOf(schema, '', new Map());
  expect(keys.size).toBeGreaterThan(60);
  const used = new Set<string>();
  for (const { text } of examples) use(schema, parse(text), used);
  const without = [...keys].flatMap(([id, path]) => (used.has(id) ? [] : [path]));
  expect(without).toEqual([]);
});

test('a key that no example has would be told', () => {
  const schema = z.toJSONSchema(z.strictObject({ a: z.strictObject({ b: z.string(), c: z.array(z.strictObject({ d: z.number() })) }) }));
  const used = new Set<string>();
  use(schema, { a: { b: 'x', c: [{}] } }, used);
  expect([...keysOf(schema, '', new Map())].flatMap(([id, path]) => (used.has(id) ? [] : [path]))).toEqual(['a.c[].d']);
});
