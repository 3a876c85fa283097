import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '#domain/json.ts';
import { buildIndex } from './build-index.ts';
import { buildGate } from './gate.ts';
import { isArray, isScalar } from './json-kinds.ts';

function candidates(patterns: readonly Json[], lines: readonly string[]): readonly string[] {
  const bytes = Buffer.from(lines.join('\n'));
  const found: string[] = [];
  buildGate(patterns.map((pattern) => ({ pattern }))).candidates(bytes, (start, end) => found.push(bytes.toString('utf8', start, end)));
  return found;
}

const matching = (patterns: readonly Json[], lines: readonly string[]): readonly string[] => {
  const index = buildIndex(patterns.map((pattern, position) => ({ id: `r${position}`, pattern })));
  return lines.filter((line) => index.match(JSON.parse(line)).length > 0);
};

/** A value or object as it may be written: keys may repeat, and stand as dotted keys. */
type Written =
  | { readonly object: readonly (readonly [string, Written])[] }
  | { readonly list: readonly Written[] }
  | { readonly plain: string };

const texts = fc.constantFrom(
  'Delete',
  'Delete',
  'aws.s3',
  'aws.s3',
  'Delete',
  'DeleteBucket',
  'name":',
  '"name":"Delete"',
  'a/b',
  '\\',
  '',
  'é',
  '�',
  '\n',
  'name',
  '5',
  'null',
  '{',
  '[',
);
const scalars: fc.Arbitrary<string | number | boolean | null> = fc.oneof(
  { arbitrary: texts, weight: 5 },
  fc.constantFrom(5, -0.5, 1e21, true, null),
);
/** Each letter as it is, or as an escape, of which JSON has up to three kinds. */
const quoted = (text: string): fc.Arbitrary<string> =>
  fc.array(fc.nat({ max: 19 }), { minLength: text.length, maxLength: text.length }).map((dice) => {
    const letters = text.split('').map((letter, position) => {
      if (dice[position] === 0) return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
      if (letter === '/' && dice[position] === 1) return '\\/';
      return JSON.stringify(letter).slice(1, -1);
    });
    return `"${letters.join('')}"`;
  });
const numbers = fc.constantFrom('5', '5.0', '50e-1', '-0.5', '-5E-1', '1e21');
const plain = fc.oneof(
  { arbitrary: scalars.chain((one) => (typeof one === 'string' ? quoted(one) : fc.constant(JSON.stringify(one)))), weight: 5 },
  numbers,
);
const keys = fc.constantFrom(
  'name',
  'state',
  'detail',
  'name',
  'source',
  'state',
  'x.name',
  'detail',
  'detail.name',
  'detail.state',
  'resource',
  'näme',
  'a/b',
  'Name',
);
const { written } = fc.letrec<{ written: Written; value: Written }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    { arbitrary: plain.map((one): Written => ({ plain: one })), weight: 4 },
    { arbitrary: tie('written'), weight: 2 },
    { arbitrary: fc.array(tie('value'), { maxLength: 3 }).map((list): Written => ({ list })), weight: 1 },
  ),
  written: fc.array(fc.tuple(keys.chain(quoted), tie('value')), { minLength: 1, maxLength: 6 }).map((object): Written => ({ object })),
}));
const spaces = fc.constantFrom('', '', ' ', '\t', ' \r ');

function toText(value: Written, space: string): string {
  if ('plain' in value) return value.plain;
  if ('list' in value) return `[${space}${value.list.map((one) => toText(one, space)).join(`,${space}`)}]`;
  return `{${value.object.map(([key, one]) => `${space}${key}${space}:${space}${toText(one, space)}`).join(`${space},`)}${space}}`;
}

const line = fc.tuple(written, spaces).map(([value, space]) => toText(value, space));
const alternative: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: scalars, weight: 6 },
  fc.constantFrom<Json>(
    { prefix: 'Del' },
    { exists: false },
    { exists: true },
    { numeric: ['>', 1] },
    { 'anything-but': ['Delete'] },
    { suffix: 'é' },
    { 'equals-ignore-case': 'delete' },
  ),
);
const leaf = fc.array(alternative, { minLength: 1, maxLength: 2 });
const fields = fc.dictionary(keys, fc.oneof({ arbitrary: leaf, weight: 3 }, fc.dictionary(keys, leaf, { minKeys: 1, maxKeys: 2 })), {
  minKeys: 1,
  maxKeys: 2,
});
const pattern: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: fields, weight: 4 },
  fc.array(fields, { minLength: 2, maxLength: 2 }).map(($or) => ({ $or })),
);

/** Patterns that ask for what is in a line: matches would be too rare otherwise. */
function asksFor(lines: readonly string[]): fc.Arbitrary<Json> {
  const found = lines.flatMap((one) => {
    const leaves = [...plainValues(JSON.parse(one), '')];
    return leaves.length === 0 ? [] : [leaves];
  });
  if (found.length === 0) return pattern;
  return fc
    .constantFrom(...found)
    .chain((leaves) => fc.uniqueArray(fc.constantFrom(...leaves), { minLength: 1, maxLength: 3, selector: ([path]) => path }))
    .map((chosen) => Object.fromEntries(chosen.map(([path, value]): [string, Json] => [path, [value]])));
}

function* plainValues(value: Json, path: string): Generator<readonly [string, string | number | boolean | null]> {
  if (isScalar(value)) yield [path, value];
  else if (isArray(value)) for (const one of value) yield* plainValues(one, path);
  else for (const [key, one] of Object.entries(value)) yield* plainValues(one ?? null, path === '' ? key : `${path}.${key}`);
}

const history = fc.array(line, { maxLength: 12 }).chain((lines) => {
  const asked = fc.oneof({ arbitrary: asksFor(lines), weight: 3 }, pattern);
  return fc.tuple(fc.constant(lines), fc.array(asked, { minLength: 1, maxLength: 3 }));
});

describe('buildGate', () => {
  it('never loses an event, however it is written', () => {
    let held = 0;
    let matched = 0;
    let passed = 0;
    fc.assert(
      fc.property(history, ([lines, patterns]) => {
        const found = candidates(patterns, lines);
        const wanted = matching(patterns, lines);
        expect(found).toEqual(expect.arrayContaining([...wanted]));
        expect(found).toEqual(lines.filter((one) => found.includes(one)));
        if (found.length === lines.length) return;
        held += lines.length;
        matched += wanted.length;
        passed += found.length;
      }),
      { numRuns: 3000 },
    );
    expect(matched).toBeGreaterThan(held / 20);
    expect(passed).toBeLessThan(held * 0.9);
  });

  const stopped = { source: ['aws.ec2'], detail: { state: ['stopped'], size: [5] } };
  const event = (state: string, rest = '"source":"aws.ec2"') => `{${rest},"detail":{"size":5,"state":${state}}}`;

  it.each([
    ['a value beside it', event('"running"')],
    ['a longer value', event('"stopped-by-user"')],
    ['a value of another rule’s field', event('"running"', '"source":"aws.ec2","was":"stopped"')],
    ['the wanted value without what else the rule needs', event('"stopped"', '"source":"aws.s3"')],
    ['a key that only ends alike', '{"source":"aws.ec2","detail":{"size":5,"my-state":"stopped"}}'],
    ['an event inside a text', '{"source":"aws.ec2","body":"{\\"size\\":5,\\"state\\":\\"stopped\\"}"}'],
    ['an escape that stands for no letter', event('"running"', '"source":"aws.ec2","why":"a \\u003c b"')],
    ['an object where a value is asked for', event('{}')],
  ])('keeps back %s', (_, text) => {
    expect(matching([stopped], [text])).toEqual([]);
    expect(candidates([{ ...stopped, detail: { state: ['stopped'] } }], [text])).toEqual([]);
  });

  it.each([
    ['as it is', event('"stopped"')],
    ['with an escape in the value', event('"st\\u006fpped"')],
    ['with an escape in the key', '{"source":"aws.ec2","detail":{"size":5,"st\\u0061te":"stopped"}}'],
    ['with an escape in what else the rule needs', event('"stopped"', '"source":"aws\\u002eec2"')],
    ['in an array', event('["running","stopped"]')],
    ['twice, where the later counts', '{"source":"aws.ec2","detail":{"size":5,"state":"running","state":"stopped"}}'],
    ['under a dotted key', '{"source":"aws.ec2","detail.size":5,"detail.state":"stopped"}'],
    ['with spaces', event('"stopped"').replaceAll(':', ' :\t ')],
    ['with the number written otherwise', event('"stopped"').replace('5', '50e-1')],
  ])('hands over an event %s', (_, text) => {
    expect(matching([stopped], [text])).toEqual([text]);
    expect(candidates([stopped], [text])).toEqual([text]);
  });

  it('hands every line over when a rule asks only for an absence, and none without rules', () => {
    const lines = ['{"a":1}', '{}', '{"error":"x"}'];
    expect(candidates([stopped, { error: [{ exists: false }] }], lines)).toEqual(lines);
    expect(candidates([], lines)).toEqual([]);
  });

  it('finds lines wherever chunks begin, also lines longer than a chunk, and reads the last without a line feed', () => {
    const lines = Array.from({ length: 400 }, (_, n) =>
      event(n % 7 === 0 ? '"stopped"' : '"running"', `"source":"aws.ec2","pad":"${'x'.repeat((n * 7919) % 3000)}"`),
    );
    lines[35] = event('"stopped"', `"source":"aws.ec2","pad":"${'y'.repeat(200_000)}"`);
    lines[36] = event('"running"', `"source":"aws.ec2","pad":"${'z'.repeat(200_000)}"`);
    expect(candidates([stopped], lines)).toEqual(matching([stopped], lines));
  });
});
