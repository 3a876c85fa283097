import { expect, test } from 'vitest';
import { reflow } from './reflow.ts';

test('paragraphs and list items are wrapped to the width, whatever lines they were written in', () => {
  expect(reflow('one two\nthree four\n\n- five six\n  seven eight\n2. nine', 12)).toEqual([
    'one two',
    'three four',
    '',
    '- five six',
    '  seven',
    '  eight',
    '2. nine',
  ]);
});

test('code and tables keep their lines', () => {
  const text = '```sh\naws ec2 describe-instances --instance-ids X\n- not a list\n```\n| a table | that is wide |';
  expect(reflow(text, 10).join('\n')).toBe(text);
});
