import { expect, test } from 'vitest';
import { seen } from './seen.ts';

test('what turns text around or does not show stands there as its escape, and all else as it is', () => {
  expect(seen('invoice\u202egpj.exe')).toBe('invoice\\u202egpj.exe');
  expect(seen('a\u0007b\u200bc\ufeffd')).toBe('a\\u0007b\\u200bc\\ufeffd');
  expect(seen('{\n\t"é": "日本 👨‍👩‍👧 \u05e9\u05dc\u05d5\u05dd"\n}')).toBe('{\n\t"é": "日本 👨‍👩‍👧 \u05e9\u05dc\u05d5\u05dd"\n}');
});
