import { describe, expect, it } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { buildIndex } from './build-index.ts';

const idsFor = (patterns: Record<string, Json>, event: Json) =>
  buildIndex(Object.entries(patterns).map(([id, pattern]) => ({ id, pattern })))
    .match(event)
    .map(({ id }) => id);

describe('buildIndex', () => {
  it('returns the rules themselves, each once and in their order', () => {
    const rules = [
      { id: 'z', pattern: { $or: [{ a: [1] }, { b: [{ exists: true }] }, { resources: ['x'] }] }, severity: 'high' },
      { id: 'a', pattern: { resources: ['x', 'y'] }, severity: 'low' },
    ];
    expect(buildIndex(rules).match({ resources: ['y', 'x', 'x'], a: 1, b: 2 })).toEqual(rules);
  });

  it('finds rules that have no exact value', () => {
    const patterns = {
      prefix: { source: [{ prefix: 'aws.' }] },
      absent: { detail: { error: [{ exists: false }] } },
      mixed: { source: ['aws.s3', { suffix: '.ec2' }] },
      optional: { region: ['eu-central-1', { exists: false }] },
      address: { ip: ['10.0.0.1'] },
      other: { source: [{ prefix: 'gcp.' }] },
    };
    expect(idsFor(patterns, { source: 'aws.ec2', ip: '::ffff:a00:1' })).toEqual(['prefix', 'absent', 'mixed', 'optional', 'address']);
  });

  it('tells many rules apart that share their rarest value', () => {
    const calls = Array.from({ length: 40 }, (_, n): [string, Json] => [
      `r${n}`,
      { source: [`aws.s${n % 8}`], name: ['Delete'], size: [n % 5] },
    ]);
    expect(idsFor(Object.fromEntries(calls), { source: 'aws.s3', name: 'Delete', size: 1 })).toEqual(['r11']);
  });

  it('looks through arrays, nested arrays and dotted keys of an event', () => {
    const patterns = { nested: { detail: { tags: { key: ['env'] } } } };
    const found = [
      { detail: { tags: [{ key: 'x' }, [{ key: 'env' }]] } },
      { 'detail.tags': { key: ['env'] } },
      { detail: { 'tags.key': 'env' } },
    ];
    for (const event of found) expect(idsFor(patterns, event)).toEqual(['nested']);
  });

  it('keeps rules with a great many different paths findable', () => {
    const patterns = Object.fromEntries(Array.from({ length: 60 }, (_, n): [string, Json] => [`r${n}`, { detail: { [`f${n}`]: ['v'] } }]));
    expect(idsFor(patterns, { detail: { f3: 'v' }, 'detail.f41': 'v' })).toEqual(['r3', 'r41']);
  });

  it('keeps the number 1, the text "1" and true apart', () => {
    const patterns = { number: { a: [1] }, text: { a: ['1'] }, boolean: { a: [true] }, none: { a: [null] } };
    expect(idsFor(patterns, { a: [1, null] })).toEqual(['number', 'none']);
  });

  it('has nothing for events that are no objects, and nothing without rules', () => {
    expect(idsFor({ absent: { a: [{ exists: false }] } }, [])).toEqual([]);
    expect(idsFor({}, { a: 1 })).toEqual([]);
  });

  it('names the rule whose pattern is refused', () => {
    const rules = [{ id: 's3.public', pattern: { source: 'aws.s3' } }];
    const build = () => buildIndex(rules);
    expect(build).toThrow(HealError);
    expect(build).toThrow(/^Rule s3\.public: .*at source/);
  });

  it('refuses an event that nests arrays without end instead of exhausting the stack', () => {
    const deep: Json = JSON.parse(`${'['.repeat(60_000)}${']'.repeat(60_000)}`);
    expect(() => idsFor({ exact: { a: ['x'] } }, { a: deep })).toThrow(/nests arrays deeper than 1000/);
    expect(() => idsFor({ tested: { a: [{ prefix: 'x' }] } }, { a: deep })).toThrow(/nests arrays deeper than 1000/);
  });
});
