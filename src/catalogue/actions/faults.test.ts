import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import { canonical } from '#domain/json.ts';
import { type ModelFault, runOnModel } from '#testkit/model-world.ts';
import type { Case, Model } from '#testkit/states/model.ts';
import { actions } from './index.ts';

const lost = (code: 'aws-unreachable' | 'aws-error', retry: 'now' | 'later', when: ModelFault['when']): ModelFault => ({
  error: new HealError(code, 'no answer', { retry, details: { arrived: 'unknown' } }),
  when,
});
const refused = (code: 'throttled' | 'access-denied', retry: 'later' | 'never'): ModelFault => ({
  error: new HealError(code, code, { retry, details: { arrived: 'no' } }),
  when: 'before',
});

/** What AWS and the way to it can do to a call. */
const faults: readonly (readonly [name: string, fault: ModelFault])[] = [
  ['is throttled', refused('throttled', 'later')],
  ['is denied', refused('access-denied', 'never')],
  ['times out after it succeeded', lost('aws-unreachable', 'later', 'after')],
  ['is cut before it arrived', lost('aws-unreachable', 'later', 'before')],
  ['fails inside AWS without effect', lost('aws-error', 'now', 'before')],
  ['fails inside AWS after its effect', lost('aws-error', 'now', 'after')],
];

const extent = process.env['SELFHEAL_FAULTS'] ?? 'some';
/** How many states are broken at each of their calls; `npm run faults` tries more. */
const most = extent === 'all' ? 12 : 1;
/** Before a commit every fourth action is tried, else all of them. */
const every = extent === 'few' ? 4 : 1;

const loaded = await Promise.all(
  Object.entries(actions)
    .filter((_, index) => index % every === 0)
    .map(async ([id, load]) => {
      const { model }: { readonly model: Model } = await import(`#testkit/states/${id}.ts`);
      return { id, action: await load(), model };
    }),
);

describe.each(loaded)('$id', ({ action, model }) => {
  const callsOf = ({ params, state }: Case): number => action.with(params).fix(state).length;
  /** States that would be healed, those with the most calls first: there a fault can leave something half done. */
  const cases = fc
    .sample(model.cases, { numRuns: 600, seed: 20_261_121 })
    .filter(({ params, state }) => {
      const remedy = action.with(params);
      return remedy.wrong(state) !== undefined && remedy.refuses(state) === undefined && remedy.fix(state).length > 0;
    })
    .toSorted((a, b) => callsOf(b) - callsOf(a))
    .slice(0, most);

  test('heals, when nothing goes wrong', async () => {
    expect(cases).toHaveLength(most);
    for (const sample of cases) {
      const { incident, state } = await runOnModel(action, model, sample);
      expect([incident.stage, incident.why]).toEqual(['healed', expect.anything()]);
      expect(action.with(sample.params).wrong(state)).toBeUndefined();
    }
  });

  test.each(faults)('when a call %s: healed, as before, or with a person who is told the truth', async (_, fault) => {
    for (const sample of cases) {
      const remedy = action.with(sample.params);
      const { calls } = await runOnModel(action, model, sample);
      for (const [at, kind] of calls.entries()) {
        // A look has no effect before which or after which it could fail.
        if (kind === 'look' && fault.when === 'after') continue;
        const { incident, state, done } = await runOnModel(action, model, sample, { at, fault });
        const where = `call ${at} of ${calls.length}: ${incident.stage}: ${incident.why}`;
        expect(['healed', 'rolled-back', 'escalated'], where).toContain(incident.stage);
        if (incident.stage === 'healed') expect(remedy.wrong(state), where).toBeUndefined();
        if (incident.stage === 'rolled-back')
          expect(canonical(remedy.comparable(model.wait(state))), where).toBe(canonical(remedy.comparable(sample.state)));
        const told = incident.sent.filter(({ outcome }) => outcome !== 'refused');
        expect(told.length, `${where}: what had an effect is told`).toBeGreaterThanOrEqual(done.length);
        expect(incident.sent.filter(({ outcome }) => outcome === 'done').length, where).toBeLessThanOrEqual(done.length);
        expect(incident.intents, where).toEqual([]);
        if (action.repeat === 'never')
          expect(new Set(done.map((call) => canonical(call))).size, `${where}: nothing is sent twice`).toBe(done.length);
      }
    }
  });
});
