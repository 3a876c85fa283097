import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, type Json } from '#domain/json.ts';
import { stateChanges } from './state-changes.ts';

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

test('a setting that appears is told flag by flag', () => {
  expect(stateChanges({ website: false }, { website: false, block: { BlockPublicAcls: true, IgnorePublicAcls: true } })).toEqual([
    { path: 'block.BlockPublicAcls', after: true },
    { path: 'block.IgnorePublicAcls', after: true },
  ]);
});

test('a rule that was removed from a list is told whole, and its neighbours are not', () => {
  const kept = { id: 'sgr-1', from: 443 };
  const gone = { id: 'sgr-2', from: 22 };
  expect(stateChanges({ rules: [gone, kept] }, { rules: [kept] })).toEqual([{ path: 'rules[]', before: gone }]);
});

test('a list that was only reordered is a change of the whole list', () => {
  expect(stateChanges({ ports: [1, 2] }, { ports: [2, 1] })).toEqual([{ path: 'ports', before: [1, 2], after: [2, 1] }]);
});

test('an object that becomes a value, and a value that goes away, are told with both sides', () => {
  expect(stateChanges({ a: { b: 1 }, c: 2 }, { a: null })).toEqual([
    { path: 'a', before: { b: 1 }, after: null },
    { path: 'c', before: 2 },
  ]);
});

test('two states have no changes exactly when they are the same', () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(stateChanges(a, a)).toEqual([]);
      expect(stateChanges(a, b).length === 0).toBe(canonical(a) === canonical(b));
    }),
  );
});
