import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { systemClock, turnableClock } from './clock.ts';

describe('the clock of this machine', () => {
  it('tells the time, and sleeps no shorter than it was told to', async () => {
    const start = systemClock.now();
    await systemClock.sleep(20);
    expect(systemClock.now() - start).toBeGreaterThanOrEqual(19);
    await systemClock.sleep(0);
    await systemClock.sleep(-5);
  });

  it('wakes up early when it is told to, also from sleeps that are longer than a timer of Node, and before they begin', async () => {
    const abort = new AbortController();
    const sleeping = systemClock.sleep(2 ** 40, abort.signal);
    abort.abort();
    await sleeping;
    await systemClock.sleep(2 ** 40, abort.signal);
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  });
});

describe('the clock that is turned', () => {
  it('stands still until it is turned', async () => {
    const clock = turnableClock(1000);
    expect(clock.now()).toBe(1000);
    await clock.turn(500);
    expect(clock.now()).toBe(1500);
  });

  it('wakes each sleeper at its own time, and not before', async () => {
    const clock = turnableClock(0);
    const woken: string[] = [];
    const sleep = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name} at ${clock.now()}`);
    };
    void sleep('b', 20);
    void sleep('a', 10);
    void sleep('c', 31);
    await clock.turn(9);
    expect(woken).toEqual([]);
    await clock.turn(21);
    expect(woken).toEqual(['a at 10', 'b at 20']);
    await clock.turn(1);
    expect(woken).toEqual(['a at 10', 'b at 20', 'c at 31']);
  });

  it('lets who wakes up sleep again within one turn', async () => {
    const clock = turnableClock(0);
    const times: number[] = [];
    const worker = (async () => {
      while (times.length < 5) {
        await clock.sleep(100);
        times.push(clock.now());
      }
    })();
    await clock.turn(1000);
    await worker;
    expect(times).toEqual([100, 200, 300, 400, 500]);
    expect(clock.now()).toBe(1000);
  });

  it('wakes up early when it is told to, and forgets the signal afterwards', async () => {
    const clock = turnableClock(0);
    const abort = new AbortController();
    const sleeping = clock.sleep(100, abort.signal);
    const other = clock.sleep(10, abort.signal);
    await clock.turn(10);
    await other;
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1);
    abort.abort();
    await sleeping;
    await clock.sleep(100, abort.signal);
    expect(clock.now()).toBe(10);
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  });
});
