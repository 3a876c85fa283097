import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalogue } from '#catalogue/catalogue.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { isArray, isObject } from './fields.ts';
import { sources } from './index.ts';

const catalogue = await openCatalogue();

/** Every place in a document, as the names that lead there. */
function* places(value: Json, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (isArray(value)) for (const [index, each] of value.entries()) yield* places(each, [...path, String(index)]);
  else if (isObject(value)) for (const [name, each] of Object.entries(value)) yield* places(each ?? null, [...path, name]);
}

function replaced(value: Json, [name, ...rest]: readonly string[], by: Json | undefined): Json {
  if (name === undefined) return by ?? null;
  const change = (each: Json | undefined): Json => replaced(each ?? null, rest, by);
  if (isArray(value))
    return value.flatMap((each, index) => (String(index) !== name ? [each] : rest.length === 0 && by === undefined ? [] : [change(each)]));
  if (!isObject(value)) return value;
  const { [name]: was, ...others } = value;
  return rest.length === 0 && by === undefined ? others : { ...others, [name]: change(was) };
}

const odd = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom<Json>(
    null,
    '',
    ' ',
    0,
    -1,
    true,
    [],
    {},
    [null],
    [[]],
    'arn:aws',
    'arn:aws:s3:::',
    'arn:aws:x:::y',
    '[',
    'EXAMPLE',
    { Type: 'x' },
    ['arn:aws:s3:::b', 7],
  ),
  fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value))),
);

/** A sample of which up to four places are gone or hold something else. */
const damaged = (sample: JsonObject): fc.Arbitrary<Json> =>
  fc
    .array(fc.tuple(fc.constantFrom(...places(sample)), odd), { minLength: 1, maxLength: 4 })
    .map((changes) => changes.reduce<Json>((document, [path, by]) => replaced(document, path, by), sample));

describe.each(sources.map(({ id, sample }) => ({ id, sample })))('$id', ({ sample }) => {
  test('whatever is damaged, a document is a signal or a drop that says why, and never breaks the source', () => {
    fc.assert(
      fc.property(damaged(sample), (document) => {
        const { signals, drops } = catalogue.parse(document, 1, { trusted: true });
        expect(signals.length + drops.length).toBeGreaterThan(0);
        for (const { detail } of drops) expect(detail).not.toMatch(/is not a function|Cannot read|not iterable|Invalid time value/);
        for (const { signal } of signals) expect(signal.resource.account).toMatch(/^\d{12}$/);
      }),
      { numRuns: 150 },
    );
  });
});
