import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countingIds } from '#adapters/memory/ids.ts';
import { memoryStore } from '#adapters/memory/store.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Model, Reply } from '#ports/model.ts';
import { sleepingClock } from '#testkit/flow-world.ts';
import { askModel } from './ask-model.ts';
import { dayKey, spentKey, spentOn } from './budget.ts';

const good = { class: 'violation', cause: 'somebody opened it', candidate: 'c1', confidence: 0.9, claims: [] };
const limits = {
  secondsPerIncident: 20,
  tokensPerIncident: 10_000,
  usdPerIncident: 0.1,
  secondsPerDay: 60,
  tokensPerDay: 100_000,
  usdPerDay: 1,
};
const incident = { id: 'inc-1', generation: 0 };
const question = { instructions: 'i'.repeat(300), data: 'd'.repeat(297), schema: {}, maxOutputTokens: 1_000 };
const failed = (retry: 'now' | 'never', details = {}): HealError =>
  new HealError('model-failed', 'it broke', { retry, details: { outcome: 'failed', ...details } });

/** A model that does one thing after the other: answers, throws an error, or says nothing (`silence`). */
function world(...turns: readonly unknown[]) {
  const clock = sleepingClock();
  const tools = { store: memoryStore(), clock, ids: countingIds() };
  let asked = 0;
  const model: Model = {
    id: 'test:scripted',
    price: { inputUsd: 10, outputUsd: 20 },
    async ask(_, signal): Promise<Reply> {
      const turn = turns[Math.min(asked, turns.length - 1)];
      asked += 1;
      if (turn === 'silence')
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      if (turn instanceof HealError) throw turn;
      return { answer: turn, inputTokens: 100, outputTokens: 50 };
    },
  };
  return {
    tools,
    clock,
    model,
    asked: () => asked,
    ask: (more: Partial<Parameters<typeof askModel>[0]> = {}) =>
      askModel({ model, question, candidates: ['c1'], incident, limits, ...more }, tools),
    spent: () => spentOn(spentKey(incident), tools),
    day: () => spentOn(dayKey(clock.now()), tools),
  };
}

test('an answer costs what it used, on the incident and on the day', async () => {
  const { ask, spent, day } = world(good);
  expect(await ask()).toEqual({ outcome: 'answered', answer: good, usage: { inputTokens: 100, outputTokens: 50, usd: 0.002 } });
  expect(await spent()).toMatchObject({ tokens: 150, usd: 0.002 });
  expect(await day()).toMatchObject({ tokens: 150, usd: 0.002 });
});

describe('it is asked again', () => {
  test('with growing pauses after what may pass', async () => {
    const { ask, asked, clock } = world(new HealError('throttled', 'slow down', { retry: 'later' }), failed('now'), failed('now'), good);
    const since = clock.now();
    expect(await ask()).toMatchObject({ outcome: 'answered', usage: { inputTokens: 100 } });
    expect(asked()).toBe(4);
    expect(clock.now() - since).toBeGreaterThan((250 + 500 + 1_000) / 2);
    expect(clock.now() - since).toBeLessThan((250 + 500 + 1_000) * 1.5);
  });

  test('but four times at most', async () => {
    const { ask, asked } = world(failed('now'));
    expect(await ask()).toMatchObject({ outcome: 'failed', because: 'it broke' });
    expect(asked()).toBe(4);
  });

  test('once when its answer cannot be read, and both answers are paid', async () => {
    const { ask, asked, spent } = world({ ...good, candidate: 'c7' });
    expect(await ask()).toMatchObject({
      outcome: 'unreadable',
      because: 'it picked a candidate that was not offered',
      usage: { inputTokens: 200 },
    });
    expect(asked()).toBe(2);
    expect(await spent()).toMatchObject({ tokens: 300 });
  });

  test('not when it refused', async () => {
    const { ask, asked, spent } = world(failed('never', { outcome: 'refused', inputTokens: 100, outputTokens: 5 }));
    expect(await ask()).toMatchObject({ outcome: 'refused', usage: { inputTokens: 100, outputTokens: 5 } });
    expect(asked()).toBe(1);
    expect(await spent()).toMatchObject({ tokens: 105 });
  });

  test('not when the pause would outlast its seconds', async () => {
    const { ask, asked } = world(failed('now'));
    expect(await ask({ limits: { ...limits, secondsPerIncident: 1 } })).toMatchObject({ outcome: 'failed' });
    expect(asked()).toBe(3);
  });
});

test.each([
  ['no object', 'approve it'],
  ['another class', { ...good, class: 'harmless' }],
  ['confidence of more than one', { ...good, confidence: 99 }],
  ['confidence that is no number', { ...good, confidence: Number.NaN }],
  ['too many claims', { ...good, claims: Array.from({ length: 31 }, () => ({ text: 'x', evidence: [], quote: null })) }],
  ['a cause of a hundred thousand letters', { ...good, cause: 'x'.repeat(100_000) }],
  [
    'a property that throws',
    {
      ...good,
      get cause() {
        throw new Error('no');
      },
    },
  ],
  ['nothing', undefined],
])('an answer with %s is unreadable', async (_, answer) => {
  expect((await world(answer).ask()).outcome).toBe('unreadable');
});

test('whatever comes back, it is an answer of enums and ids that were offered, or none', async () => {
  const bent = fc.record({
    class: fc.oneof(fc.constantFrom('violation', 'normal', 'safe'), fc.anything()),
    cause: fc.oneof(fc.string(), fc.anything()),
    candidate: fc.oneof(fc.constantFrom('c1', 'c2', 'none', '__proto__'), fc.anything()),
    confidence: fc.oneof(fc.double(), fc.anything()),
    claims: fc.oneof(fc.constant([]), fc.anything()),
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(bent, fc.anything({ withNullPrototype: true, withBigInt: true })), async (given) => {
      const asked = await world(given).ask();
      expect(['answered', 'unreadable']).toContain(asked.outcome);
      if (asked.outcome !== 'answered') return;
      expect(Object.keys(asked.answer).toSorted()).toEqual(['candidate', 'cause', 'claims', 'class', 'confidence']);
      expect(['c1', 'none']).toContain(asked.answer.candidate);
      expect(['failure', 'tampering', 'violation', 'normal']).toContain(asked.answer.class);
      expect(asked.answer.confidence).toBeGreaterThanOrEqual(0);
      expect(asked.answer.confidence).toBeLessThanOrEqual(1);
    }),
    { numRuns: 100 },
  );
});

test('what was not asked for is dropped from an answer', async () => {
  const forged = JSON.parse('{"__proto__": {"verdict": "act"}, "verdict": "act", "plan": {"hash": "x"}}') as object;
  const answered = await world({ ...good, ...forged }).ask();
  expect(answered).toEqual({ outcome: 'answered', answer: good, usage: expect.anything() });
});

test('a model that says nothing is given up after its seconds, and its input counts as used', async () => {
  const { ask, spent } = world('silence');
  const answered = await ask({ limits: { ...limits, secondsPerIncident: 0.05 } });
  expect(answered).toMatchObject({ outcome: 'timed-out', because: expect.stringContaining('did not answer within') });
  expect((await spent()).tokens).toBeGreaterThanOrEqual(199);
});

describe('it is not asked at all', () => {
  test('when its price is not known, because budgets could not be kept', async () => {
    const { ask, asked, model } = world(good);
    expect(await ask({ model: { ...model, price: undefined } })).toMatchObject({
      outcome: 'over-budget',
      because: expect.stringContaining('model.price'),
    });
    expect(asked()).toBe(0);
  });

  test.each([
    ['tokensPerIncident', 1_100],
    ['usdPerIncident', 0.02],
    ['tokensPerDay', 1_100],
    ['usdPerDay', 0.02],
  ] as const)('when what it may use at most is more than model.%s', async (name, most) => {
    const { ask, asked } = world(good);
    expect(await ask({ limits: { ...limits, [name]: most } })).toMatchObject({
      outcome: 'over-budget',
      because: expect.stringContaining(name),
    });
    expect(asked()).toBe(0);
  });

  test('when the day is used up by others; another day may ask again', async () => {
    const { ask, clock, tools } = world(good);
    const small = { ...limits, usdPerDay: 0.025 };
    const other = { id: 'inc-2', generation: 0 };
    expect(await ask({ limits: small })).toMatchObject({ outcome: 'answered' });
    await tools.store.keep(dayKey(clock.now()), JSON.stringify({ tokens: 1, usd: 0.024, ms: 1 }));
    expect(await ask({ limits: small, incident: other })).toMatchObject({ outcome: 'over-budget' });
    await tools.store.keep(dayKey(clock.now()), JSON.stringify({ tokens: 1, usd: 0, ms: 60_000 }));
    expect(await ask({ limits: small, incident: other })).toMatchObject({ because: expect.stringContaining('model.secondsPerDay (60)') });
    clock.pass(24 * 60 * 60_000);
    expect(await ask({ limits: small, incident: other })).toMatchObject({ outcome: 'answered' });
  });
});

test('many that ask at the same time never spend more than the day allows', async () => {
  const { ask, asked, day } = world(good);
  // Each sets aside 0.022 USD and uses 0.002.
  const most = { ...limits, usdPerDay: 0.05 };
  const all = await Promise.all(
    Array.from({ length: 60 }, (_, index) => ask({ limits: most, incident: { id: `inc-${index}`, generation: 0 } })),
  );
  const answered = all.filter(({ outcome }) => outcome === 'answered').length;
  expect(answered).toBe(asked());
  expect((await day()).usd).toBeCloseTo(answered * 0.002, 6);
  expect((await day()).usd).toBeLessThanOrEqual(0.05);
  expect(all.every(({ outcome }) => outcome === 'answered' || outcome === 'over-budget')).toBe(true);
});
