import { expect, test } from 'vitest';
import { stateChanges } from '#entry/views/state-changes.ts';
import { changeLines } from './change-lines.ts';

const bare = { paint: (_: string, text: string) => text };

test('a difference is told value by value: minus what was, plus what is', () => {
  const before = { website: false, block: { BlockPublicAcls: false, BlockPublicPolicy: true }, rules: [{ port: 22 }, { port: 443 }] };
  const after = { website: false, block: { BlockPublicAcls: true, BlockPublicPolicy: true }, rules: [{ port: 443 }], note: 'a\u001b[31mb' };
  expect(changeLines(stateChanges(before, after), bare)).toEqual([
    '- block.BlockPublicAcls: false',
    '+ block.BlockPublicAcls: true',
    '- rules[]: {"port":22}',
    '+ note: "a\\u001b[31mb"',
  ]);
});
