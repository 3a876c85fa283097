import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '#domain/json.ts';
import { buildIndex } from './build-index.ts';
import { compile } from './compile.ts';
import { parsePatternText } from './pattern-text.ts';

/** An evaluator that shares no code with ours: flattens the event, tries every combination of fields. */
type Flat = { readonly path: string; readonly value: Json; readonly at: ReadonlyMap<number, number> };

const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);
const isRecord = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value);

function flatten(event: Json): readonly Flat[] {
  const fields: Flat[] = [];
  let arrays = 0;
  const walk = (value: Json, path: readonly string[], at: ReadonlyMap<number, number>) => {
    if (isList(value)) {
      const id = arrays++;
      value.forEach((element, index) => {
        walk(element, path, typeof element === 'object' && element !== null ? new Map([...at, [id, index]]) : at);
      });
    } else if (isRecord(value)) {
      for (const [key, child] of Object.entries(value)) walk(child, [...path, key], at);
    } else fields.push({ path: path.join('.'), value, at });
  };
  walk(event, [], new Map());
  return fields;
}

type Naive = ReadonlyMap<string, readonly Json[]>;

function expand(pattern: Json, path: readonly string[], so: readonly Naive[]): readonly Naive[] {
  let branches = so;
  for (const [key, value] of Object.entries(isRecord(pattern) ? pattern : {})) {
    const before = branches;
    if (!isList(value)) branches = expand(value, [...path, key], before);
    else if (key === '$or') branches = value.flatMap((alternative) => expand(alternative, path, before));
    else branches = before.map((branch) => new Map(branch).set([...path, key].join('.'), value));
  }
  return branches;
}

const ipNumber = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const textOperators: Record<string, (text: string, operand: string) => boolean> = {
  prefix: (text, operand) => text.slice(0, operand.length) === operand,
  suffix: (text, operand) => text.slice(text.length - operand.length) === operand && operand.length <= text.length,
  'equals-ignore-case': (text, operand) => text.toLowerCase() === operand.toLowerCase(),
  wildcard: (text, operand) => new RegExp(`^${operand.replaceAll('.', '\\.').replaceAll('*', '[^]*')}$`).test(text),
  cidr: (text, operand) => {
    const [base = '', bits = ''] = operand.split('/');
    const size = 2 ** (32 - Number(bits));
    return /^\d+\.\d+\.\d+\.\d+$/.test(text) && Math.floor(ipNumber(text) / size) === Math.floor(ipNumber(base) / size);
  },
};

const numericOperators: Record<string, (value: number, bound: number) => boolean> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '=': (value, bound) => value === bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function accepts(alternative: Json, value: Json): boolean {
  if (!isRecord(alternative)) return alternative === value;
  const [operator = '', operand = null] = Object.entries(alternative)[0] ?? [];
  const [inner = '', innerOperand = null] = isRecord(operand) ? (Object.entries(operand)[0] ?? []) : [];
  if (operator === 'exists') return operand === true;
  if (operator === 'anything-but') {
    if (inner === '') return !asList(operand).includes(value);
    return typeof value !== 'string' || !asList(innerOperand).some((item) => textOperators[inner]?.(value, String(item)));
  }
  if (isList(operand)) {
    const bounds = operand.flatMap((term, at) => (at % 2 === 0 ? [[String(term), Number(operand[at + 1])] as const] : []));
    return typeof value === 'number' && bounds.every(([comparison, bound]) => numericOperators[comparison]?.(value, bound));
  }
  if (typeof value !== 'string') return false;
  if (inner !== '') return textOperators[operator]?.(value.toLowerCase(), String(innerOperand).toLowerCase()) ?? false;
  return textOperators[operator]?.(value, String(operand)) ?? false;
}

/** Each pattern and event is taken apart once, however many it is held against. */
function once<Part>(take: (whole: Json) => Part): (whole: Json) => Part {
  const taken = new WeakMap<object, Part>();
  return (whole) => {
    if (typeof whole !== 'object' || whole === null) return take(whole);
    const part = taken.get(whole) ?? take(whole);
    taken.set(whole, part);
    return part;
  };
}
const fieldsOf = once(flatten);
const branchesOf = once((pattern) => expand(pattern, [], [new Map()]));

function naive(pattern: Json, event: Json): boolean {
  const fields = fieldsOf(event);
  return branchesOf(pattern).some((branch) => {
    const paths = [...branch.keys()].toSorted();
    const from = (position: number, settled: ReadonlyMap<number, number>): boolean => {
      const path = paths[position];
      if (path === undefined) return true;
      const wanted = branch.get(path) ?? [];
      const here = fields.filter(
        (field) => field.path === path && [...field.at].every(([id, index]) => (settled.get(id) ?? index) === index),
      );
      if (here.length === 0 && wanted.some((one) => JSON.stringify(one) === '{"exists":false}')) return from(position + 1, settled);
      return here.some(
        (field) => wanted.some((one) => accepts(one, field.value)) && from(position + 1, new Map([...settled, ...field.at])),
      );
    };
    return from(0, new Map());
  });
}

const text = fc.constantFrom('a', 'b', 'ab', 'Ab', 'AB', 'a.b', '', '10.0.0.1', '10.0.0.9', '10.0.1.1');
const number = fc.constantFrom(0, 1, -1, 2, 2.5, 100);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: text, weight: 4 },
  { arbitrary: number, weight: 2 },
  fc.boolean(),
  fc.constant(null),
);
const filled = text.filter((one) => one !== '');
const mask = fc.constantFrom('a*', '*b', '*', 'a*b', '*.*', 'b', '', '*0*1');
const some = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 2 }));
const alternative: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: scalar, weight: 20 },
  { arbitrary: fc.boolean().map((exists) => ({ exists })), weight: 5 },
  text.map((prefix) => ({ prefix })),
  text.map((suffix) => ({ suffix })),
  text.map((one) => ({ 'equals-ignore-case': one })),
  text.map((one) => ({ prefix: { 'equals-ignore-case': one } })),
  text.map((one) => ({ suffix: { 'equals-ignore-case': one } })),
  mask.map((wildcard) => ({ wildcard })),
  fc.constantFrom('10.0.0.0/8', '10.0.0.0/24', '10.0.0.9/30').map((cidr) => ({ cidr })),
  fc.constantFrom<Json>(['>', 0], ['<=', 2], ['=', 2.5], ['>', 0, '<=', 2], ['>=', 1, '<', 100]).map((numeric) => ({ numeric })),
  fc
    .oneof<[fc.Arbitrary<Json>, ...fc.Arbitrary<Json>[]]>(
      some(text),
      some(number),
      some(filled).map((prefix) => ({ prefix })),
      some(filled).map((suffix) => ({ suffix })),
      some(text).map((one) => ({ 'equals-ignore-case': one })),
      some(mask).map((wildcard) => ({ wildcard })),
    )
    .map((one) => ({ 'anything-but': one })),
);
const key = fc.constantFrom('a', 'b', 'a.b', 'c', 'constructor');
const { pattern: anyPattern } = fc.letrec<{ pattern: Json; fields: Record<string, Json>; leaf: Json }>((tie) => ({
  leaf: fc.array(alternative, { minLength: 1, maxLength: 3 }),
  fields: fc.dictionary(key, fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('pattern')), { minKeys: 1, maxKeys: 3 }),
  pattern: fc.oneof(
    { arbitrary: tie('fields'), weight: 4 },
    {
      arbitrary: fc
        .tuple(tie('fields'), fc.array(tie('fields'), { minLength: 2, maxLength: 3 }), fc.boolean())
        .map(([fields, $or, alone]) => (alone ? { $or } : { ...fields, $or })),
      weight: 1,
    },
  ),
}));
/** AWS refuses a pattern whose `$or` make more than a thousand combinations. */
const pattern = anyPattern.filter((one) => combinations(one) <= 1000);
function combinations(one: Json): number {
  if (!isRecord(one)) return 1;
  const factors = Object.entries(one).map(([name, child]) =>
    name === '$or' && isList(child) ? child.reduce<number>((sum, each) => sum + combinations(each), 0) : combinations(child ?? null),
  );
  return factors.reduce((product, factor) => product * factor, 1);
}
const { event } = fc.letrec<{ event: Json; value: Json }>((tie) => ({
  value: fc.oneof({ depthSize: 'medium' }, scalar, tie('event'), fc.array(tie('value'), { maxLength: 3 })),
  event: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));

/** A value in the shape of a pattern, so that there is something to match: levels inside arrays, values near what is asked for. */
function shaped(wanted: Json): fc.Arbitrary<Json> {
  if (isList(wanted)) {
    const near = wanted.filter((one) => typeof one !== 'object' || one === null);
    const one = near.length === 0 ? scalar : fc.oneof({ arbitrary: fc.constantFrom(...near), weight: 3 }, scalar);
    return fc.oneof({ arbitrary: one, weight: 4 }, fc.array(fc.oneof(one, event), { maxLength: 2 }));
  }
  const object = shapedObject(wanted);
  return fc.oneof({ arbitrary: object, weight: 2 }, fc.array(fc.oneof({ arbitrary: object, weight: 4 }, event, scalar), { maxLength: 3 }));
}

function shapedObject(wanted: Json): fc.Arbitrary<Json> {
  const children: Record<string, fc.Arbitrary<Json>> = {};
  const add = (fields: Json) => {
    if (!isRecord(fields)) return;
    for (const [name, child] of Object.entries(fields)) {
      if (name !== '$or') children[name] = shaped(child ?? null);
      else if (isList(child)) child.forEach(add);
    }
  };
  add(wanted);
  return fc.oneof({ arbitrary: fc.record(children), weight: 3 }, fc.record(children, { requiredKeys: [] }));
}

const pair: fc.Arbitrary<readonly [Json, Json]> = fc.oneof(
  fc.tuple(pattern, event),
  pattern.chain((one) => fc.tuple(fc.constant(one), shapedObject(one))),
);

function reversed(value: Json): Json {
  if (isList(value)) return value.map(reversed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, child]) => [name, reversed(child)]),
  );
}

describe('the pattern language, against a naive evaluator', () => {
  it('matches exactly what trying every combination of fields matches', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        expect(compile(one).matches(other)).toBe(naive(one, other));
      }),
      { numRuns: 4000 },
    );
  });

  it('finds through the index exactly the rules that match alone, in their order', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 12 }), (pairs) => {
        const rules = pairs.map(([one], position) => ({ id: `r${position}`, pattern: one }));
        const index = buildIndex(rules);
        for (const [, one] of pairs) expect(index.match(one)).toEqual(rules.filter((rule) => naive(rule.pattern, one)));
      }),
      { numRuns: 600 },
    );
  });

  it('finds through an index of many rules, as through each alone', () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 40, maxLength: 80 }), (pairs) => {
        const rules = pairs.map(([one], position) => ({ id: `r${position}`, pattern: one, compiled: compile(one) }));
        const index = buildIndex(rules);
        for (const [, one] of pairs) expect(index.match(one)).toEqual(rules.filter(({ compiled }) => compiled.matches(one)));
      }),
      { numRuns: 25 },
    );
  });

  it('never depends on the order of the fields of an event', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const compiled = compile(one);
        expect(compiled.matches(reversed(other))).toBe(compiled.matches(other));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads a pattern from its text as from its value', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        expect(compile(parsePatternText(JSON.stringify(one, null, 2))).matches(other)).toBe(compile(one).matches(other));
      }),
      { numRuns: 1000 },
    );
  });

  it('generates patterns and events that match often enough to mean something', () => {
    const samples = fc.sample(pair, { numRuns: 2000, seed: 7 });
    const matching = samples.filter(([one, other]) => naive(one, other)).length;
    expect(matching).toBeGreaterThan(200);
    expect(matching).toBeLessThan(1700);
  });
});
