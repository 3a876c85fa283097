import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sessionPolicy } from '#adapters/aws/session-policy.ts';
import type { Call } from '#domain/call.ts';
import { canonical, type JsonObject } from '#domain/json.ts';
import { redacted } from '#domain/redact.ts';
import { scopeOf } from '#flow/remediation/scope.ts';
import type { Remedy } from '#ports/catalogue.ts';
import type { Case, Model } from '#testkit/states/model.ts';
import { actions } from './index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const loaded = await Promise.all(
  Object.entries(actions).map(async ([id, load]) => {
    const { model }: { readonly model: Model } = await import(`#testkit/states/${id}.ts`);
    return { id, action: await load(), model };
  }),
);

test('the index and the pages are as generated from the folder', async () => {
  const generator: { generatedActionFiles(): Promise<ReadonlyMap<string, string>> } = await import(`${root}scripts/generate-actions.ts`);
  const files = await generator.generatedActionFiles();
  for (const [path, text] of files) expect(await readFile(`${root}${path}`, 'utf8'), path).toBe(text);
  expect(loaded.map(({ id }) => id)).toEqual(loaded.map(({ action }) => action.id));
});

describe.each(loaded)('$id', ({ id, action, model }) => {
  const check = (say: (remedy: Remedy, sample: Case) => void): void =>
    fc.assert(
      fc.property(model.cases, (sample) => say(action.with(sample.params), sample)),
      { numRuns: 200 },
    );

  test('has its file, test, runbook and page where its id says', () => {
    const file = `${root}src/catalogue/actions/${id.replace('.', '/')}`;
    for (const path of [`${file}.ts`, `${file}.test.ts`, `${root}src/catalogue/runbooks/${id}.md`, `${root}docs/actions/${id}.md`])
      expect(existsSync(path), path).toBe(true);
  });

  test('declares everything that must not be empty', () => {
    const { read, write, undo, on } = action.permissions;
    expect([action.title, action.risk.blastRadius, read[0], write[0], on[0]].every((text) => text !== undefined && text !== '')).toBe(true);
    expect(action.undo.kind === 'undo').toBe(undo.length > 0);
    expect(action.rounds).toBeGreaterThan(0);
    expect(action.settlesMs).toBeGreaterThan(0);
    for (const finding of action.heals) expect(finding).toMatch(/^(securityhub:[A-Za-z0-9]+\.\d+|(config|vanta):[a-z0-9]+(-[a-z0-9]+)*)$/);
  });

  test('its examples hold healthy, wrong and, where it refuses, refused states', () => {
    const seen = fc.sample(model.cases, { numRuns: 300, seed: 20_261_120 }).map(({ params, state }) => {
      const remedy = action.with(params);
      return remedy.wrong(state) === undefined ? 'healthy' : remedy.refuses(state) === undefined ? 'wrong' : 'refused';
    });
    expect(seen.filter((each) => each === 'healthy').length).toBeGreaterThanOrEqual(25);
    expect(seen.filter((each) => each === 'wrong').length).toBeGreaterThanOrEqual(50);
    expect(seen.includes('refused')).toBe(model.neverRefuses !== true);
  });

  test('leaves a healthy state alone', () =>
    check((remedy, { state }) => {
      if (remedy.wrong(state) !== undefined) return;
      expect(remedy.fix(state)).toEqual([]);
      expect(canonical(remedy.after(state))).toBe(canonical(state));
    }));

  test('predicts, within its rounds, a healthy state with nothing left to do', () =>
    check((remedy, { state }) => {
      const start = ready(remedy, model, state);
      if (remedy.wrong(start) === undefined || remedy.refuses(start) !== undefined) return;
      const { predicted, rounds } = planned(remedy, start);
      expect(rounds).toBeLessThanOrEqual(action.rounds);
      expect(remedy.fix(predicted)).toEqual([]);
    }));

  test('heals when its calls are made, round by round, and ends as predicted', () =>
    check((remedy, { state }) => {
      const start = ready(remedy, model, state);
      if (remedy.refuses(start) !== undefined) return;
      const healed = healing(remedy, model, start);
      expect(remedy.wrong(healed)).toBeUndefined();
      expect(canonical(remedy.comparable(healed))).toBe(canonical(remedy.comparable(planned(remedy, start).predicted)));
    }));

  test('leaves everything beside the condition as it is', () =>
    check((remedy, { state, params }) => {
      const start = ready(remedy, model, state);
      if (remedy.refuses(start) !== undefined) return;
      const healed = healing(remedy, model, start);
      expect(canonical(model.beside(healed, params))).toBe(canonical(model.beside(start, params)));
    }));

  test('heals also when it is interrupted after any call', () =>
    check((remedy, { state }) => {
      const start = ready(remedy, model, state);
      if (remedy.refuses(start) !== undefined) return;
      const calls = remedy.fix(start);
      for (const cut of calls.keys()) {
        const half = calls.slice(0, cut).reduce<JsonObject>((now, call) => model.apply(now, call), start);
        expect(remedy.wrong(healing(remedy, model, half))).toBeUndefined();
      }
    }));

  test('undoes what it wrote, and nothing when it wrote nothing', () =>
    check((remedy, { state }) => {
      expect(remedy.undo(state, state)).toEqual([]);
      const before = ready(remedy, model, state);
      if (action.undo.kind !== 'undo' || remedy.refuses(before) !== undefined || model.comesBack?.(before) === false) return;
      const healed = healing(remedy, model, before);
      const restored = remedy.undo(before, healed).reduce<JsonObject>((now, call) => model.apply(now, call), healed);
      expect(canonical(remedy.comparable(model.wait(restored)))).toBe(canonical(remedy.comparable(before)));
    }));

  test('has no secret in a state or a call', () =>
    check((remedy, { state }) => {
      expect(redacted(state)).toEqual(state);
      for (const call of remedy.fix(state)) {
        expect(redacted(call.input)).toEqual(call.input);
        expect(call.input).not.toHaveProperty('Value', expect.any(String));
      }
    }));

  test('writes in a session whose policy fits, and names no resource that could be narrower', () =>
    check((remedy) => {
      const scope = scopeOf(remedy, { partition: 'aws-us-gov', account: '123456789012', region: 'us-gov-west-1' });
      expect(sessionPolicy(scope).length).toBeLessThanOrEqual(2_048);
      expect(scope.resources.includes('*')).toBe(action.permissions.on.includes('*'));
      for (const arn of scope.resources) expect(arn).not.toMatch(/[{}]/);
    }));

  test('refuses states and parameters of another shape', () => {
    const [{ params, state }] = fc.sample(model.cases, 1) as [Case];
    expect(() => action.with({ nothing: 'of this' })).toThrow(expect.objectContaining({ code: 'bad-params' }));
    const spoilt = Object.fromEntries(Object.keys({ ...state, table: 1, rules: 1, grants: 1 }).map((key) => [key, 7]));
    expect(() => action.with(params).wrong(spoilt)).toThrow(expect.objectContaining({ code: 'bad-state' }));
  });
});

/** The state after waiting for what is under way. */
function ready(remedy: Remedy, model: Model, state: JsonObject): JsonObject {
  const waiting = remedy.wrong(state) !== undefined && remedy.fix(state).length === 0;
  return waiting ? model.wait(state) : state;
}

function planned(remedy: Remedy, state: JsonObject): { readonly predicted: JsonObject; readonly rounds: number } {
  let predicted = state;
  let rounds = 0;
  for (; remedy.fix(predicted).length > 0 && rounds < 10; rounds += 1) predicted = Object(remedy.after(predicted));
  expect(remedy.wrong(predicted)).toBeUndefined();
  return { predicted, rounds };
}

function healing(remedy: Remedy, model: Model, start: JsonObject): JsonObject {
  let state = start;
  for (let turn = 0; turn < 12 && remedy.wrong(state) !== undefined; turn += 1) {
    const calls: readonly Call[] = remedy.fix(state);
    state = calls.length === 0 ? model.wait(state) : calls.reduce<JsonObject>((now, call) => model.apply(now, call), state);
  }
  return state;
}
