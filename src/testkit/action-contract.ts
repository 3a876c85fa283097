import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { sessionPolicy } from '#adapters/aws/session-policy.ts';
import { iamActions } from '#catalogue/iam/actions.ts';
import type { Call } from '#domain/call.ts';
import { asHealError } from '#domain/heal-error.ts';
import { canonical, type JsonObject } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { scopeOf } from '#flow/remediation/scope.ts';
import type { Action, Remedy } from '#ports/catalogue.ts';
import type { Case, Model } from './states/model.ts';

/** One thing that every action promises, ours and a user's own. `holds` throws an error that says in which state it does not. */
export interface ActionPromise {
  readonly says: string;
  holds(action: Action, model: Model): void;
}

/** States that each promise is tried in. */
const runs = 60;

const promises: Readonly<Record<string, ActionPromise['holds']>> = {
  'declares everything that must not be empty'(action) {
    const { read, write, undo, on } = action.permissions;
    for (const text of [action.title, action.risk.blastRadius, read[0], write[0], on[0]]) assert.ok(text, 'a declaration is empty');
    assert.equal(action.undo.kind === 'undo', undo.length > 0, 'undo and its permissions do not agree');
    assert.ok(action.rounds > 0 && action.settlesMs > 0, 'rounds and settles must be more than nothing');
    for (const finding of action.heals)
      assert.match(finding, /^(securityhub:[A-Za-z0-9]+\.\d+|(config|vanta|access-analyzer):[a-z0-9]+(-[a-z0-9]+)*)$/);
  },
  'has examples that are healthy, wrong and, where it refuses, refused'(action, model) {
    const seen = fc.sample(model.cases, { numRuns: 300, seed: 20_261_120 }).map(({ params, state }) => {
      const remedy = action.with(params);
      return remedy.wrong(state) === undefined ? 'healthy' : remedy.refuses(state) === undefined ? 'wrong' : 'refused';
    });
    assert.ok(seen.filter((each) => each === 'healthy').length >= 25, 'fewer than 25 of 300 examples are healthy');
    assert.ok(seen.filter((each) => each === 'wrong').length >= 50, 'fewer than 50 of 300 examples are wrong');
    assert.equal(seen.includes('refused'), model.neverRefuses !== true, 'refused examples and neverRefuses do not agree');
  },
  'leaves a healthy state alone': each((remedy, { state }) => {
    if (remedy.wrong(state) !== undefined) return;
    assert.deepEqual(remedy.fix(state), []);
    same(remedy.after(state), state);
  }),
  'predicts, within its rounds, a healthy state with nothing left to do': each((remedy, { state }, model) => {
    const start = ready(remedy, model, state);
    if (remedy.wrong(start) === undefined || remedy.refuses(start) !== undefined) return;
    const { predicted, rounds } = planned(remedy, start);
    assert.ok(rounds <= remedy.action.rounds, `${rounds} rounds, ${remedy.action.rounds} are declared`);
    assert.deepEqual(remedy.fix(predicted), []);
  }),
  'heals when its calls are made, round by round, and ends as predicted': each((remedy, { state }, model) => {
    const start = ready(remedy, model, state);
    if (remedy.refuses(start) !== undefined) return;
    const healed = healing(remedy, model, start);
    assert.equal(remedy.wrong(healed), undefined);
    same(remedy.comparable(healed), remedy.comparable(planned(remedy, start).predicted));
  }),
  'leaves everything beside the condition as it is': each((remedy, { state, params }, model) => {
    const start = ready(remedy, model, state);
    if (remedy.refuses(start) !== undefined) return;
    same(model.beside(healing(remedy, model, start), params), model.beside(start, params));
  }),
  'heals also when it is interrupted after any call': each((remedy, { state }, model) => {
    const start = ready(remedy, model, state);
    if (remedy.refuses(start) !== undefined) return;
    const calls = remedy.fix(start);
    for (const cut of calls.keys()) {
      const half = calls.slice(0, cut).reduce<JsonObject>((now, call) => model.apply(now, call), start);
      assert.equal(remedy.wrong(healing(remedy, model, half)), undefined);
    }
  }),
  'undoes what it wrote, and nothing when it wrote nothing': each((remedy, { state }, model) => {
    assert.deepEqual(remedy.undo(state, state), []);
    const before = ready(remedy, model, state);
    if (remedy.action.undo.kind !== 'undo' || remedy.refuses(before) !== undefined || model.comesBack?.(before) === false) return;
    const healed = healing(remedy, model, before);
    const restored = remedy.undo(before, healed).reduce<JsonObject>((now, call) => model.apply(now, call), healed);
    same(remedy.comparable(model.wait(restored)), remedy.comparable(before));
  }),
  'has no secret in a state or a call': each((remedy, { state }) => {
    same(redacted(state), state);
    for (const { input } of remedy.fix(state)) {
      same(redacted(input), input);
      assert.notEqual(typeof Object(input).Value, 'string', 'a value stands in a call in plain text');
    }
  }),
  'declares the permissions of its calls': each((remedy, { state }, model) => {
    const { write, undo, calls } = remedy.action.permissions;
    const start = ready(remedy, model, state);
    for (const call of remedy.fix(start))
      for (const name of iamActions(call, calls)) assert.ok(write.includes(name), `${name} is not declared`);
    if (remedy.refuses(start) !== undefined) return;
    for (const call of remedy.undo(start, healing(remedy, model, start)))
      for (const name of iamActions(call, calls)) assert.ok(undo.includes(name), `${name} is not declared for undo`);
  }),
  'writes in a session whose policy fits, and names no resource that could be narrower': each((remedy) => {
    const scope = scopeOf(remedy, { partition: 'aws-us-gov', account: '123456789012', region: 'us-gov-west-1' });
    assert.ok(sessionPolicy(scope).length > 0);
    assert.equal(scope.resources.includes('*'), remedy.action.permissions.on.includes('*'));
    for (const arn of scope.resources) assert.doesNotMatch(arn, /[{}]/);
  }),
  'refuses states and parameters of another shape'(action, model) {
    const [sample] = fc.sample(model.cases, 1);
    const { params, state }: Case = sample ?? { params: {}, state: {} };
    const code = (run: () => unknown): string => {
      try {
        run();
        return 'taken';
      } catch (error) {
        return asHealError(error).code;
      }
    };
    assert.equal(
      code(() => action.with({ nothing: 'of this', ...Object.fromEntries(Object.keys(params).map((key) => [key, null])) })),
      'bad-params',
    );
    const spoilt = Object.fromEntries(Object.keys({ ...state, table: 1, rules: 1, grants: 1 }).map((key) => [key, 7]));
    assert.equal(
      code(() => action.with(params).wrong(spoilt)),
      'bad-state',
    );
  },
};

/** What every action promises, in the order in which it is tried. */
export const actionContract: readonly ActionPromise[] = Object.entries(promises).map(([says, holds]) => ({ says, holds }));

function each(say: (remedy: Remedy, sample: Case, model: Model) => void): ActionPromise['holds'] {
  return (action, model) => {
    const property = fc.property(model.cases, (sample) => say(action.with(sample.params), sample, model));
    const { failed, counterexample, errorInstance } = fc.check(property, { numRuns: runs });
    if (failed)
      throw new Error(`${asHealError(errorInstance).message}; in ${JSON.stringify(counterexample?.[0])}`, { cause: errorInstance });
  };
}

const same = (a: Parameters<typeof canonical>[0], b: Parameters<typeof canonical>[0]): void => assert.equal(canonical(a), canonical(b));

/** The state after waiting for what is under way. */
function ready(remedy: Remedy, model: Model, state: JsonObject): JsonObject {
  const waiting = remedy.wrong(state) !== undefined && remedy.fix(state).length === 0;
  return waiting ? model.wait(state) : state;
}

function planned(remedy: Remedy, state: JsonObject): { readonly predicted: JsonObject; readonly rounds: number } {
  let predicted = state;
  let rounds = 0;
  for (; remedy.fix(predicted).length > 0 && rounds < 10; rounds += 1) predicted = Object(remedy.after(predicted));
  assert.equal(remedy.wrong(predicted), undefined);
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
