import { describe, expect, test } from 'vitest';
import { cutMiddle, plain, wrap } from './plain-text.ts';

describe('text for a terminal', () => {
  test('loses its middle when it is too long, and exactly fits', () => {
    expect(cutMiddle('abcdefghij', 5)).toBe('ab…ij');
    expect(cutMiddle('abcdefghij', 10)).toBe('abcdefghij');
    expect(cutMiddle('abcdefghij', 1)).toBe('…');
  });

  test('wraps at words and leaves a long word whole, because people copy it', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('see arn:aws:iam::123456789012:user/alice now', 10)).toEqual(['see', 'arn:aws:iam::123456789012:user/alice', 'now']);
    expect(wrap('', 10)).toEqual(['']);
  });

  test('keeps escapes, line breaks and reversing marks away', () => {
    expect(plain('a\u001b]0;title\u0007b\r\nc\u202ed')).toBe('a ]0;title b c d');
  });
});
