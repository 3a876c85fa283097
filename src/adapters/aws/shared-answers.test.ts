import { expect, test } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import { sharedAnswers } from './shared-answers.ts';

const live = (): AbortSignal => new AbortController().signal;
const failing =
  (code: 'throttled' | 'unsupported-operation' | 'access-denied' | 'aws-unreachable', aws = 'X') =>
  async () => {
    throw new HealError(code, 'no', {
      retry: code === 'access-denied' || code === 'unsupported-operation' ? 'never' : 'later',
      details: { aws },
    });
  };

/** Asks under a clock that the test turns, and counts what reached AWS. */
function asking() {
  let now = 0;
  let sent = 0;
  const shared = sharedAnswers(() => now);
  return {
    pass: (milliseconds: number) => void (now += milliseconds),
    sent: () => sent,
    ask: (key: string, answer: (signal: AbortSignal) => Promise<object> = async () => ({ key }), signal = live(), since = 0) =>
      shared(
        {
          key,
          operation: 'health.describeEvents',
          ask: async (stop) => {
            sent += 1;
            return { ...(await answer(stop)) };
          },
        },
        { signal, since },
      ),
  };
}

test('what many ask at the same moment is asked once, and stands for a second', async () => {
  const { ask, sent, pass } = asking();
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual([{ key: 'a' }, { key: 'a' }, { key: 'b' }]);
  expect(sent()).toBe(2);
  pass(999);
  await ask('a');
  expect(sent()).toBe(2);
  pass(2);
  await ask('a');
  expect(sent()).toBe(3);
});

test('what was asked before the time from which it counts is asked again, also when that is still under way', async () => {
  const { ask, sent, pass } = asking();
  await ask('a');
  pass(100);
  await ask('a', undefined, live(), 0);
  expect(sent()).toBe(1);
  await ask('a', undefined, live(), 50);
  expect(sent()).toBe(2);
  const slow = Promise.withResolvers<object>();
  const first = ask('b', () => slow.promise, live(), 0);
  pass(100);
  expect(await ask('b', undefined, live(), 150)).toEqual({ key: 'b' });
  slow.resolve({ slow: true });
  expect(await first).toEqual({ slow: true });
  expect(sent()).toBe(4);
});

test.each([
  ['a missing operation', failing('unsupported-operation'), 'b', 59_999, 60_001],
  ['a missing support plan', failing('access-denied', 'SubscriptionRequiredException'), 'b', 59_999, 60_001],
  ['an answer that cannot be read', failing('aws-unreachable', 'SyntaxError'), 'b', 59_999, 60_001],
  ['a throttled operation', failing('throttled'), 'b', 999, 1_001],
  ['a refused question', failing('access-denied'), 'a', 999, 1_001],
] as const)('%s is not asked for again at once', async (_, answer, next, before, after) => {
  const { ask, sent, pass } = asking();
  await expect(ask('a', answer)).rejects.toThrow('no');
  pass(before);
  await expect(ask(next, answer)).rejects.toThrow('no');
  expect(sent()).toBe(1);
  pass(after - before);
  await expect(ask(next, answer)).rejects.toThrow('no');
  expect(sent()).toBe(2);
});

test('a refusal of one question says nothing about another, and a lost connection is tried again', async () => {
  const { ask, sent } = asking();
  await expect(ask('a', failing('access-denied'))).rejects.toThrow('no');
  expect(await ask('b')).toEqual({ key: 'b' });
  await expect(ask('c', failing('aws-unreachable'))).rejects.toThrow('no');
  expect(await ask('c')).toEqual({ key: 'c' });
  expect(sent()).toBe(4);
});

test('who gives up leaves at once, and the request ends with the last who waits', async () => {
  const { ask } = asking();
  const [first, second] = [new AbortController(), new AbortController()];
  let stopped = false;
  const hangs = (stop: AbortSignal) => new Promise<object>(() => stop.addEventListener('abort', () => void (stopped = true)));
  const one = ask('a', hangs, first.signal);
  const other = ask('a', hangs, second.signal);
  first.abort(new Error('late'));
  await expect(one).rejects.toThrow('late');
  expect(stopped).toBe(false);
  second.abort(new Error('late too'));
  await expect(other).rejects.toThrow('late too');
  expect(stopped).toBe(true);
  expect(await ask('a')).toEqual({ key: 'a' });
});

test('remembers a bounded number of answers', async () => {
  const { ask, sent } = asking();
  for (let index = 0; index < 100; index++) await ask(`q${index}`);
  await ask('q99');
  expect(sent()).toBe(100);
  await ask('q0');
  expect(sent()).toBe(101);
});
