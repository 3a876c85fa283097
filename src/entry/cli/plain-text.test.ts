import { describe, expect, test } from 'vitest';
import { columnsOf } from './columns-of.ts';
import { cutEnd, cutMiddle, plain, wrap, wrapLines } from './plain-text.ts';

describe('text for a terminal', () => {
  test('loses its middle when it is too long, and exactly fits', () => {
    expect(cutMiddle('abcdefghij', 5)).toBe('ab…ij');
    expect(cutMiddle('abcdefghij', 10)).toBe('abcdefghij');
    expect(cutMiddle('abcdefghij', 1)).toBe('…');
  });

  test('counts columns, not letters: an ideogram takes two, and a family of emoji is never cut in pieces', () => {
    expect(columnsOf('日本-é-👨‍👩‍👧')).toBe(9);
    expect(cutMiddle('日本語のインスタンス名-prod', 12)).toBe('日本語…-prod');
    expect(cutEnd('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 5)).toBe('👨‍👩‍👧👨‍👩‍👧…');
    expect(wrap('日本語 の インスタンス', 9)).toEqual(['日本語 の', 'インスタンス']);
  });

  test('wraps at words and leaves a long word whole, because people copy it', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('see arn:aws:iam::123456789012:user/alice now', 10)).toEqual(['see', 'arn:aws:iam::123456789012:user/alice', 'now']);
    expect(wrap('', 10)).toEqual(['']);
  });

  test('wraps lines each for itself, as far in as they begin', () => {
    expect(wrapLines('fits  well\n  one two three', 11)).toEqual(['fits  well', '  one two', '  three']);
  });

  test('keeps escapes, line breaks and reversing marks away', () => {
    expect(plain('a\u001b]0;title\u0007b\r\nc\u202ed\u200be')).toBe('a ]0;title b c d e');
  });
});
