import { describe, expect, it } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { compile } from './compile.ts';

const matches = (pattern: Json, event: Json) => compile(pattern).matches(event);

function refusal(pattern: unknown): HealError {
  try {
    compile(pattern);
  } catch (error) {
    if (error instanceof HealError) return error;
    throw error;
  }
  throw new Error(`taken although it should be refused: ${JSON.stringify(pattern)}`);
}

describe('compile', () => {
  it.each<[string, Json, Json[], Json[]]>([
    ['a string', 'aws.s3', ['aws.s3', ['x', 'aws.s3']], ['aws.S3', 1, null, { a: 'aws.s3' }, []]],
    ['a number, however it is written', 300, [300, [1, 300]], ['300', 301]],
    ['null', null, [null], ['null', {}, []]],
    ['false', false, [false], ['false', null, true]],
    ['an address in any spelling', '2001:db8::1', ['2001:0DB8:0:0::1', '2001:db8::1'], ['2001:db8::2', '::1']],
    ['an IPv4-mapped address', '10.0.0.1', ['::ffff:0a00:0001', '10.0.0.1', '010.0.0.1'], ['10.0.0.2', '10.0.0.256']],
    ['a prefix', { prefix: 'i-' }, ['i-1', 'i-'], ['xi-1', 7]],
    ['a prefix in any case', { prefix: { 'equals-ignore-case': 'Ab' } }, ['aBc'], ['b', 'a', 5]],
    ['a suffix in any case', { suffix: { 'equals-ignore-case': '.PNG' } }, ['x.png', '.pNg'], ['png', '.pngx']],
    ['case that changes the length of a text', { 'equals-ignore-case': 'straße' }, ['STRASSE', 'STRAßE'], ['strasse']],
    ['a text whose Kelvin sign is no k', { 'equals-ignore-case': 'k' }, ['K', 'k'], ['\u212a']],
    ['a wildcard', { wildcard: 'a*b*c' }, ['abc', 'aXbYc', 'abbc'], ['ab', 'abcd', 'ac', 'acb', 3]],
    ['a wildcard whose ends must not overlap', { wildcard: 'aba*aba' }, ['abaaba', 'abaXaba'], ['aba', 'ababa']],
    ['an escaped asterisk and backslash', { wildcard: '\\*\\\\*' }, ['*\\', '*\\x'], ['*x', 'x\\']],
    ['a wildcard without an asterisk', { wildcard: 'a' }, ['a'], ['ab', '']],
    ['numbers in a range', { numeric: ['>', 0, '<=', 5] }, [5, 0.000001], [0, 5.1, '3', null, 0.0000001]],
    ['a large number with decimals', { numeric: ['>', 123456789012.5] }, [423456780058.139, 423456780037.11], [0.0000001, 500000000000.5]],
    ['anything but a number, also a large one with decimals', { 'anything-but': 123456780038.347 }, [123456780038.348], [123456780038.347]],
    ['a block with a slash at its end', { cidr: '10.0.0.0/8/' }, ['10.1.2.3'], ['11.0.0.0']],
    ['an IPv4 block, whatever its host bits', { cidr: '10.0.0.77/24' }, ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', '::10.0.0.1', 10]],
    ['an IPv6 block', { cidr: '2001:db8::/33' }, ['2001:db8:7fff::'], ['2001:db8:8000::', '10.0.0.1', '2001:db8']],
    ['anything but a text', { 'anything-but': 'a' }, ['b', 1, null, ['a', 'b']], ['a', [], {}]],
    ['anything but numbers', { 'anything-but': [1, 2] }, [3, '1', null], [1, 2]],
    ['anything but wildcards', { 'anything-but': { wildcard: ['*x*', 'y*'] } }, ['z', 5], ['axb', 'y']],
    ['presence of a leaf', { exists: true }, [null, '', [1]], [{}, { deeper: 1 }, []]],
  ])('matches %s', (_, alternative, accepted, refused) => {
    for (const value of accepted) expect([value, matches({ field: [alternative] }, { field: value })]).toEqual([value, true]);
    for (const value of refused) expect([value, matches({ field: [alternative] }, { field: value })]).toEqual([value, false]);
  });

  it('takes an object, an empty list or a missing field as absent', () => {
    const absent = { detail: { error: [{ exists: false }] } };
    for (const detail of [{}, { error: {} }, { error: [] }, { error: { code: 1 } }, 'text']) expect(matches(absent, { detail })).toBe(true);
    expect(matches(absent, {})).toBe(true);
    expect(matches(absent, { detail: { error: null } })).toBe(false);
  });

  it('reads dotted keys and nested ones as the same path, in the pattern and in the event', () => {
    const pattern = { 'detail.user': { name: ['root'] } };
    for (const event of [{ detail: { user: { name: 'root' } } }, { 'detail.user.name': 'root' }, { detail: { 'user.name': 'root' } }]) {
      expect(matches(pattern, event)).toBe(true);
    }
    expect(matches(pattern, { detail: { user: { name: 'x' } }, 'detail.user': { name: 'root' } })).toBe(true);
  });

  it('does not see what every JavaScript object inherits', () => {
    expect(matches({ constructor: { name: [{ exists: true }] } }, {})).toBe(false);
    expect(matches({ toString: [{ exists: false }] }, {})).toBe(true);
    expect(matches(JSON.parse('{"__proto__":{"x":[1]}}'), JSON.parse('{"__proto__":{"x":1}}'))).toBe(true);
  });

  it('takes what it matches in one array from one element, also through nested arrays', () => {
    const pattern = { rules: { port: [22], cidr: ['0.0.0.0/0'] } };
    expect(
      matches(pattern, {
        rules: [
          { port: 22, cidr: '10.0.0.0/8' },
          { port: 443, cidr: '0.0.0.0/0' },
        ],
      }),
    ).toBe(false);
    expect(matches(pattern, { rules: [[{ port: 443 }], [{ port: 22 }, { port: 22, cidr: '0.0.0.0/0' }]] })).toBe(true);
  });

  it('asks for absence in the element that earlier fields settled on', () => {
    const pattern = { tags: { key: ['owner'], value: [{ exists: false }] } };
    expect(matches(pattern, { tags: [{ key: 'env', value: 'prod' }, { key: 'owner' }] })).toBe(true);
    expect(matches(pattern, { tags: [{ key: 'env' }, { key: 'owner', value: 'me' }] })).toBe(false);
  });

  it('tells two lists apart that are one object in memory, as YAML aliases make them', () => {
    const shared = [{ x: 1 }, { y: 2 }];
    expect(matches({ one: { x: [1] }, other: { y: [2] } }, { one: shared, other: shared })).toBe(true);
  });

  it('needs time for the size of an event, not for the combinations of its elements', () => {
    const elements = Array.from({ length: 400 }, (_, x) => ({ x, y: -x, z: { w: x } }));
    const all = [{ exists: true }];
    const pattern = { a: { x: all, y: all, z: { w: all } }, b: { x: all, y: all }, c: { x: all, y: ['never'] } };
    expect(matches(pattern, { a: [...elements], b: [...elements], c: [...elements] })).toBe(false);
  });

  it('lets the later of two values for one path count, also inside $or', () => {
    const pattern = { name: ['a'], $or: [{ name: ['b'] }, { other: [1] }] };
    expect(matches(pattern, { name: 'b' })).toBe(true);
    expect(matches(pattern, { name: 'a' })).toBe(false);
    expect(matches(pattern, { name: 'a', other: 1 })).toBe(true);
  });

  it('combines $or at several levels', () => {
    const pattern = { $or: [{ a: [1] }, { b: [1], $or: [{ c: [1] }, { d: [1] }] }], detail: { $or: [{ x: [1] }, { y: [1] }] } };
    expect(matches(pattern, { b: 1, d: 1, detail: { y: 1 } })).toBe(true);
    expect(matches(pattern, { b: 1, detail: { y: 1 } })).toBe(false);
    expect(matches(pattern, { a: 1 })).toBe(false);
  });

  it('matches no event that is not an object', () => {
    for (const event of [null, 'a', 1, [{ a: 1 }]]) expect(matches({ a: [{ exists: false }] }, event)).toBe(false);
  });

  it.each<[unknown, string, RegExp]>([
    [['a'], '', /not an object/],
    [{}, '', /empty objects/],
    [{ a: {} }, 'a', /empty objects/],
    [{ a: { b: [] } }, 'a.b', /empty arrays/],
    [{ a: 'x' }, 'a', /write \["value"\]/],
    [{ a: [['x']] }, 'a[0]', /match value/],
    [{ a: [undefined] }, 'a[0]', /match value/],
    [{ a: [{}] }, 'a[0]', /no name/],
    [{ a: ['x', { prefix: 'a', suffix: 'b' }] }, 'a[1]', /only one key/],
    [{ a: [{ Prefix: 'a' }] }, 'a[0].Prefix', /unrecognized match type/],
    [{ a: [{ prefix: 1 }] }, 'a[0].prefix', /must be a string/],
    [{ a: [{ prefix: { wildcard: 'a' } }] }, 'a[0].prefix', /only equals-ignore-case/],
    [{ a: [{ suffix: ['x'] }] }, 'a[0].suffix', /must be a string/],
    [{ a: [{ exists: 'true' }] }, 'a[0].exists', /true or false/],
    [{ a: [{ wildcard: 'a**b' }] }, 'a[0].wildcard', /position 1/],
    [{ a: [{ wildcard: 'a\\b' }] }, 'a[0].wildcard', /escape at position 1/],
    [{ a: [{ wildcard: 'a\\' }] }, 'a[0].wildcard', /escape at position 1/],
    [{ a: [{ cidr: '10.0.0.0' }] }, 'a[0].cidr', /not a CIDR block/],
    [{ a: [{ cidr: '10.0.0.0/x' }] }, 'a[0].cidr', /whole number/],
    [{ a: [{ cidr: '10.0.0.1/32' }] }, 'a[0].cidr', /write the address itself/],
    [{ a: [{ cidr: '1:2:3/64' }] }, 'a[0].cidr', /not an IPv4 or IPv6 address/],
    [{ a: [{ cidr: '1::2::3/64' }] }, 'a[0].cidr', /not an IPv4 or IPv6 address/],
    [{ a: [{ numeric: 5 }] }, 'a[0].numeric', /must be an array/],
    [{ a: [{ numeric: ['==', 5] }] }, 'a[0].numeric', /unrecognized numeric operator/],
    [{ a: [{ numeric: ['<'] }] }, 'a[0].numeric', /must be a number/],
    [{ a: [{ numeric: ['<', 5, '>', 0] }] }, 'a[0].numeric', /too many elements/],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'a[0].numeric', /less than the top/],
    [{ a: [{ numeric: ['>', 1, '<', 2, true] }] }, 'a[0].numeric', /too many terms/],
    [{ a: [{ numeric: ['=', 1e12] }] }, 'a[0].numeric', /cannot compare/],
    [{ a: [{ numeric: ['=', 0.1234567] }] }, 'a[0].numeric', /six decimals/],
    [{ a: [Number.POSITIVE_INFINITY] }, 'a[0]', /too large/],
    [{ a: [{ 'anything-but': null }] }, 'a[0].anything-but', /null and booleans/],
    [{ a: [{ 'anything-but': [] }] }, 'a[0].anything-but', /empty arrays/],
    [{ a: [{ 'anything-but': ['x', 1] }] }, 'a[0].anything-but', /all values are strings or all are numbers/],
    [{ a: [{ 'anything-but': { prefix: '' } }] }, 'a[0].anything-but.prefix', /exclude every text/],
    [{ a: [{ 'anything-but': { numeric: ['=', 1] } }] }, 'a[0].anything-but', /unsupported anything-but/],
    [{ a: [{ 'anything-but': { suffix: ['x', 1] } }] }, 'a[0].anything-but.suffix', /must be a string/],
    [{ a: [{ 'anything-but': { suffix: 'x', prefix: 'y' } }] }, 'a[0].anything-but', /only one key/],
    [{ $or: { a: [1], b: [1] } }, '$or', /array of objects/],
    [{ x: { $or: [{ a: [1] }] } }, 'x.$or', /at least two/],
    [{ $or: [{ a: [1] }, [1]] }, '$or[1]', /only objects/],
    [{ $or: [{ a: [1] }, { prefix: ['x'] }] }, 'prefix', /reserved/],
  ])('refuses %j and says where', (pattern, path, reason) => {
    const error = refusal(pattern);
    expect(error.code).toBe('bad-pattern');
    expect(error.details?.path).toBe(path);
    expect(error.message).toMatch(reason);
  });

  it('refuses a $or that multiplies to more than a thousand combinations', () => {
    const either = { $or: [{ a: [1] }, { b: [1] }] };
    const pattern = Object.fromEntries(Array.from({ length: 10 }, (_, level) => [`l${level}`, either]));
    expect(refusal(pattern).message).toMatch(/more than 1000 combinations/);
  });
});
