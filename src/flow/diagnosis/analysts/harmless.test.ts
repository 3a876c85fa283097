import { expect, test } from 'vitest';
import { harmless } from './harmless.ts';

test.each([
  ['an address that a chat would open', 'see https://evil.example/?d=1 now', 'see https:evil.example/?d=1 now'],
  ['an image of Markdown', '![x](http://evil.example/p.png)', '!x(http:evil.example/p.png)'],
  ['a mention', '<!channel> @here look', '!channel here look'],
  ['HTML', '<img src=x onerror=alert(1)>', 'img src=x onerror=alert(1)'],
  ['lines and colours of a terminal', 'one\n\u001b[31mtwo\u202e three', 'one 31mtwo three'],
  ['a secret', 'the password=hunter2hunter2 leaked', 'the password=[redacted] leaked'.replace(/[[\]]/g, '')],
  ['two halves of a secret with markup between them', `gh<p_${'e1V2'.repeat(9)}`, '[redacted]'],
])("%s in a model's words is taken apart", (_, text, shown) => {
  expect(harmless(text, 200)).toBe(shown);
});

test('long words are cut', () => {
  expect(harmless('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`);
});
