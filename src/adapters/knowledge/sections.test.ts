import { expect, test } from 'vitest';
import { sectionsOf } from './sections.ts';

const cut = (body: string) => sectionsOf(`---\nid: x\n---\n${body}`, { id: 'x', title: 'Title' });

test('a section is what stands under a heading, with the line of the heading and an id like the link to it', () => {
  expect(cut('# Title\n\n## What you see?\n\nsmoke\n\n### By hand ##\nfire')).toEqual([
    { id: 'x#what-you-see', heading: 'What you see?', line: 6, text: 'smoke' },
    { id: 'x#by-hand', heading: 'By hand', line: 10, text: 'fire' },
  ]);
});

test('text before the first heading stands under the title', () => {
  expect(cut('just text')).toEqual([{ id: 'x#title', heading: 'Title', line: 4, text: 'just text' }]);
});

test('a comment in a shell script is no heading', () => {
  const code = '```sh\n# not a heading\n~~~\n# nor this\n```';
  expect(cut(`## Do\n${code}\n## Then\nrest`).map(({ heading, text }) => [heading, text])).toEqual([
    ['Do', code],
    ['Then', 'rest'],
  ]);
});

test('headings with the same words have ids of their own', () => {
  expect(cut('## Do\n1\n## Do\n2\n## ???\n3').map(({ id }) => id)).toEqual(['x#do', 'x#do-1', 'x#section']);
});
