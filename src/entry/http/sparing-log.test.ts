import { expect, test } from 'vitest';
import { quiet } from '#testkit/flow-world.ts';
import { sparingLog } from './sparing-log.ts';

test('what strangers cause is told a bounded number of times a minute, and counted beyond', () => {
  const said: string[] = [];
  let now = 0;
  const warn = sparingLog({ ...quiet, warn: (message) => void said.push(message) }, () => now, 2);
  for (let index = 1; index <= 5; index++) warn(`refused ${index}`);
  expect(said).toEqual(['refused 1', 'refused 2']);
  now = 60_000;
  warn('refused 6');
  warn('refused 7');
  expect(said.slice(2)).toEqual(['refused 6 (and 3 such before)', 'refused 7']);
});
