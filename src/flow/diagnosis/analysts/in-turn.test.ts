import { expect, test } from 'vitest';
import { countingIds } from '#adapters/memory/ids.ts';
import { memoryStore } from '#adapters/memory/store.ts';
import { sleepingClock } from '#testkit/flow-world.ts';
import { inTurn } from './in-turn.ts';

const world = () => ({ store: memoryStore(), clock: sleepingClock(), ids: countingIds() });

test('of many at once each sees what the one before it kept', async () => {
  const tools = world();
  const addOne = () =>
    inTurn('count', tools, async () => {
      const count = Number((await tools.store.kept('n')) ?? 0);
      await tools.clock.sleep(1);
      await tools.store.keep('n', String(count + 1));
    });
  await Promise.all(Array.from({ length: 30 }, addOne));
  expect(await tools.store.kept('n')).toBe('30');
});

test('a turn ends also when its work fails, and a process that died in its turn is waited for a few seconds only', async () => {
  const tools = world();
  await expect(inTurn('count', tools, () => Promise.reject(new Error('oops')))).rejects.toThrow('oops');
  const since = tools.clock.now();
  await tools.store.take({ key: 'lease:count', owner: 'dead', until: since + 5_000 }, since);
  expect(await inTurn('count', tools, async () => 'done')).toBe('done');
  expect(tools.clock.now() - since).toBeLessThan(5_100);
});

test('a turn that never comes is an error that may pass', async () => {
  const tools = world();
  await tools.store.take({ key: 'lease:count', owner: 'other' }, tools.clock.now());
  await expect(inTurn('count', tools, async () => 'done')).rejects.toMatchObject({ code: 'throttled', retry: 'later' });
});
