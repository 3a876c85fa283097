import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';
import { parsePatternText } from './pattern-text.ts';

const compileText = (text: string) => compile(parsePatternText(text));

describe('parsePatternText', () => {
  it('lets the later of two equal keys count', () => {
    const pattern = compileText('{"source": ["a"], "source": ["b"]}');
    expect(pattern.matches({ source: 'b' })).toBe(true);
    expect(pattern.matches({ source: 'a' })).toBe(false);
  });

  it('keeps the different fields under two equal keys, and both of two $or', () => {
    const nested = compileText('{"detail": {"a": [1]}, "detail": {"b": [2]}}');
    expect(nested.matches({ detail: { a: 1, b: 2 } })).toBe(true);
    expect(nested.matches({ detail: { b: 2 } })).toBe(false);
    const parallel = compileText('{"$or": [{"a": [1]}, {"b": [1]}], "$or": [{"c": [1]}, {"d": [1]}]}');
    expect(parallel.matches({ b: 1, c: 1 })).toBe(true);
    expect(parallel.matches({ c: 1 })).toBe(false);
  });

  it('refuses a bad value even where a later equal key hides it, and two equal operators', () => {
    expect(() => compileText('{"a": [], "a": ["x"]}')).toThrow(/empty arrays/);
    expect(() => compileText('{"a": [{"prefix": "x", "prefix": "y"}]}')).toThrow(/only one key/);
  });

  it('reads escapes, numbers and blanks as JSON does', () => {
    const pattern = compileText('\n{ "a\\u0062" :\t[ "\\"\\\\\\n" , -1.5e1, true ,null ] }\r\n');
    for (const value of ['"\\\n', -15, true, null]) expect(pattern.matches({ ab: value })).toBe(true);
  });

  it.each([
    ['{"a": ["x"]', 'line 1, column 12, found the end'],
    ['{"a": ["x"],}', 'a quoted key at line 1, column 13'],
    ['{"a":\n ["x" "y"]}', 'at line 2, column 7'],
    ['{"a": [01]}', 'line 1, column 9'],
    ['{"a": ["\\d"]}', 'a value at line 1, column 8'],
    ['{"a": ["x"]} {}', 'nothing more at line 1, column 14'],
    ['{a: 1}', 'a quoted key'],
    ['', 'a value'],
  ])('says where %j is not JSON', (text, place) => {
    expect(() => parsePatternText(text)).toThrow(place);
  });

  it('refuses numbers that a double cannot tell from 0 or holds as infinite', () => {
    expect(() => compileText('{"x": [{"numeric": ["=", 1E-325]}]}')).toThrow(/too small/);
    expect(() => compileText('{"x": [{"numeric": ["=", 2.0e422]}]}')).toThrow(/cannot compare/);
  });

  it('refuses nesting that would exhaust the stack', () => {
    expect(() => parsePatternText('['.repeat(50_000))).toThrow(/nested deeper than 1000/);
  });
});
