import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { documentsInText } from './unwrap-text.ts';

const gzip = (text: string) => gzipSync(text).toString('base64');

test.each([
  ['JSON', '{"a":1}', [{ a: 1 }]],
  ['JSON over several lines', '{\n  "a": 1\n}\n', [{ a: 1 }]],
  ['JSON lines', '{"a":1}\n\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
  ['Base64', Buffer.from('{"a":1}').toString('base64'), [{ a: 1 }]],
  ['gzip', gzip('{"a":1}'), [{ a: 1 }]],
  ['JSON lines in gzip', gzip('{"a":1}\n{"a":2}'), [{ a: 1 }, { a: 2 }]],
])('%s', (_form, text, expected) => {
  expect(documentsInText(text)).toEqual(expected);
});

test.each(['', 'hello', 'World', '{"a":1}\nhello', 'eyJh', 'H4sIAAAA', gzip('hello')])('%j holds no document', (text) => {
  expect(documentsInText(text)).toBeUndefined();
});

test('a bomb is not blown up', () => {
  expect(documentsInText(gzip(`"${'0'.repeat(20 * 1024 * 1024)}"`))).toBeUndefined();
});
