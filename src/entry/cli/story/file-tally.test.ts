import { expect, test } from 'vitest';
import { newTally, tallyText } from './file-tally.ts';

test('a file is told in one line: signals by what became of them, drops by their reason', () => {
  const tally = newTally();
  tally.count({ became: 'dropped', because: 'unknown-source', detail: 'x' });
  tally.count({ became: 'dropped', because: 'unknown-source', detail: 'y' });
  tally.count({ became: 'dropped', because: 'malformed', detail: 'z' });
  expect(tallyText(tally)).toBe('0 signals; 3 dropped (2 unknown-source, 1 malformed)');
});
