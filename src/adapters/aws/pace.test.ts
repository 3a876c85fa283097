import { expect, test } from 'vitest';
import { paced } from './pace.ts';

function pacing() {
  let now = 0;
  const pace = paced(() => now);
  const asked = (times: number, where = 'a', name = 'cloudtrail.lookupEvents'): number =>
    Array.from({ length: times }).filter(() => {
      try {
        pace(where, name);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'throttled', details: { aws: 'not-asked' } });
        return false;
      }
    }).length;
  return { asked, pass: (milliseconds: number) => void (now += milliseconds) };
}

test('a storm of questions is held at what AWS answers a second, besides what comes at once', () => {
  const { asked, pass } = pacing();
  expect(asked(200)).toBe(6);
  let sent = 0;
  for (let tenth = 0; tenth < 100; tenth++) {
    pass(100);
    sent += asked(20);
  }
  expect(sent).toBe(20);
});

test('another account or region has its own rate, and what AWS answers at any rate is not held', () => {
  const { asked } = pacing();
  expect([asked(10, 'a'), asked(10, 'b'), asked(50, 'a', 'cloudwatch.describeAlarms')]).toEqual([6, 6, 50]);
});

test('a clock that is set back stops nothing for good', () => {
  const { asked, pass } = pacing();
  asked(6);
  pass(-60_000);
  expect(asked(1)).toBe(0);
  pass(500);
  expect(asked(2)).toBe(1);
});
