import { describe, expect, test } from 'vitest';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { evalCases } from '#catalogue/eval/cases.ts';
import { families } from '#catalogue/eval/eval-case.ts';
import { ModelPolicy } from '#config/model.ts';
import { Policy } from '#config/policy.ts';
import { HealError } from '#domain/heal-error.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Model, Question } from '#ports/model.ts';
import { quiet } from '#testkit/flow-world.ts';
import { knowledgeOf } from '#worlds/knowledge-of.ts';
import { askedModel } from './asked-model.ts';
import { evalText } from './eval-text.ts';
import type { EvalGround } from './eval-world.ts';
import { evaluate } from './evaluate.ts';
import { markOf } from './score.ts';

const catalogue = await openCatalogue();
const knowledge = knowledgeOf({ policyFile: 'selfheal.yaml', policy: () => Policy.parse({}), actions: await catalogue.actions() });
const ground: EvalGround = { catalogue, knowledge, log: quiet };
const settings = ModelPolicy.parse({ provider: 'anthropic', usdPerDay: 100 });
const answering = (answer: (question: Question) => unknown, usdIn = 1): EvalGround['asked'] => {
  const model: Model = {
    id: 'scripted:model',
    price: { inputUsd: usdIn, outputUsd: 5 },
    ask: async (question) => ({ answer: answer(question), inputTokens: 1_000, outputTokens: 100 }),
  };
  return { model, settings };
};
const offered = ({ schema }: Question): readonly string[] => {
  const candidate = Object((schema['properties'] as JsonObject)['candidate']);
  return candidate.enum;
};
const family = (name: string) => evalCases.filter(({ id }) => id.startsWith(`${name}/`));
const plain = { width: 80, paint: (_: unknown, text: string) => text };

describe('the labelled cases', () => {
  test('are at least 60, in a third of them nothing is to be done, and each family has some', () => {
    expect(evalCases.length).toBeGreaterThanOrEqual(60);
    expect(evalCases.filter(({ right }) => right.action === 'none').length).toBeGreaterThanOrEqual(evalCases.length / 3);
    for (const name of families) expect(family(name).length, name).toBeGreaterThanOrEqual(8);
    expect(new Set(evalCases.map(({ story }) => story)).size).toBe(evalCases.length);
  });

  test('name only actions and runbooks that there are', async () => {
    const actions = new Set((await catalogue.actions()).map(({ id }) => id));
    const runbooks = new Set((await knowledge.runbooks()).map(({ id }) => id));
    const named = evalCases.flatMap(({ right: { action, forbidden = [] } }) => [action, ...forbidden]).filter((id) => id !== 'none');
    expect(named.filter((id) => !actions.has(id))).toEqual([]);
    expect(evalCases.flatMap(({ right }) => right.runbooks).filter((id) => !runbooks.has(id))).toEqual([]);
    expect(evalCases.filter(({ right }) => right.runbooks.length === 0)).toEqual([]);
  });

  test('never allow alone, or want, what they forbid', () => {
    for (const { id, right } of evalCases) {
      expect(right.forbidden ?? [], id).not.toContain(right.action);
      if (right.action === 'none') expect(right.alone, id).toBe(false);
    }
  });
});

describe('the rules', async () => {
  const found = await evaluate(evalCases, ground);

  test('do harm in none of them, and are right about most', () => {
    expect(found.judged.flatMap(({ id, rules: { mark } }) => (mark.harm === undefined ? [] : [`${id}: ${mark.harm}`]))).toEqual([]);
    expect(found.rules.class.share).toBeGreaterThanOrEqual(0.8);
    expect(found.rules.cause.share).toBeGreaterThanOrEqual(0.9);
    expect(found.rules.action.share).toBeGreaterThanOrEqual(0.95);
    expect(found.rules.class.right).toBeLessThan(found.cases);
  });

  test('ask before they bring back what a key that behaves like never before, or root, destroyed', () => {
    const of = (id: string) => found.judged.find((one) => one.id === id)?.rules;
    for (const id of ['destruction/table-deleted-by-stolen-key', 'blind/table-deleted-by-root'])
      expect(of(id), id).toMatchObject({ action: 'dynamodb.restore-table', does: 'ask' });
    expect(of('destruction/table-deleted')).toMatchObject({ action: 'dynamodb.restore-table', does: 'act' });
  });

  test('can read what every case says was observed', () => {
    expect(found.judged.flatMap(({ id, unread }) => (unread === undefined ? [] : [`${id}: ${unread}`]))).toEqual([]);
  });

  test('are not blamed for a case whose state has not the shape that its action observes', async () => {
    const one = evalCases.find(({ id }) => id === 'blind-again/backup-of-database-removed');
    if (one === undefined) throw new Error('there is no case');
    const { judged, ...rest } = await evaluate([{ ...one, state: { status: 'available', days: 0 } }], ground);
    expect(judged[0]?.unread).toContain("does not have the action's shape");
    expect(evalText({ judged, ...rest }, 'Ours.', plain)).toContain('the case is at fault: the resource could not be read');
  });

  test('find a runbook that answers', () => {
    expect(found.retrieval.byIncident.hit1.share).toBeGreaterThanOrEqual(0.85);
    expect(found.retrieval.byIncident.hit5.share).toBeGreaterThanOrEqual(0.93);
    expect(found.retrieval.byStory.hit5.share).toBeGreaterThanOrEqual(0.8);
  });

  test('are told within 80 columns, with what is not right', () => {
    const text = evalText(found, 'Ours.', plain);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain('nothing should be done. Ours.');
    expect(text).toContain('cost/gpu-fleet-launched');
  });
});

describe('a model', () => {
  test('that always wants the last action does harm by itself, and none through Selfheal', async () => {
    const eager = answering((question) => ({
      class: 'failure',
      cause: 'it broke',
      candidate: offered(question).findLast((id) => id !== 'none') ?? 'none',
      confidence: 1,
      claims: [],
    }));
    const found = await evaluate(family('failure'), { ...ground, asked: eager });
    expect(found.model?.harm.right).toBeGreaterThan(0);
    expect(found.together?.harm).toEqual(found.rules.harm);
    expect(found.together?.class).toEqual(found.rules.class);
    expect(found.asking).toMatchObject({ answered: found.asking?.asked, outcomes: { answered: found.asking?.asked } });
    expect(found.asking?.usd).toBeCloseTo((found.asking?.asked ?? 0) * 0.0015, 6);
    expect(evalText(found, 'Ours.', plain)).toContain('scripted:model by itself');
  });

  test('that wants nothing ever is asked people about, and changes no plan', async () => {
    const shy = answering(() => ({ class: 'normal', cause: 'nothing', candidate: 'none', confidence: 1, claims: [] }));
    const found = await evaluate(family('exposure'), { ...ground, asked: shy });
    expect(found.together?.action).toEqual(found.rules.action);
    expect(found.model?.action.share).toBeLessThan(found.rules.action.share);
    const acted = found.judged.filter(({ together }) => together?.does === 'act');
    expect(acted).toEqual([]);
    expect(found.judged.filter(({ rules }) => rules.does === 'act').length).toBeGreaterThan(0);
  });

  test('that fails is counted as such, and the rules stand', async () => {
    const broken: EvalGround['asked'] = {
      settings,
      model: {
        id: 'scripted:broken',
        price: { inputUsd: 1, outputUsd: 1 },
        ask: async () => {
          throw new HealError('model-failed', 'it is down', { retry: 'never', details: { outcome: 'failed' } });
        },
      },
    };
    const found = await evaluate(family('cost'), { ...ground, asked: broken });
    expect(found.asking).toMatchObject({ answered: 0, usd: 0 });
    expect(found.model?.class.of).toBe(0);
    expect(found.together).toEqual(found.rules);
    expect(
      evalText(found, 'Ours.', plain)
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });

  test('is not asked beyond the budget of a day, which holds for all cases together', async () => {
    const costly = answering(() => ({ class: 'failure', cause: 'x', candidate: 'c1', confidence: 1, claims: [] }));
    if (costly === undefined) throw new Error('there is a model');
    const poor = { ...costly, settings: { ...settings, usdPerDay: 0.02 } };
    const { asking } = await evaluate(family('failure'), { ...ground, asked: poor });
    expect(asking?.outcomes['over-budget']).toBeGreaterThan(0);
    expect(asking?.outcomes['answered']).toBeGreaterThan(0);
  });

  test('is the one of the policy, or another by its name, with the same budgets', () => {
    const policy = {
      model: ModelPolicy.parse({ provider: 'anthropic', id: 'claude-x', usdPerDay: 1, endpoint: 'https://llm.example.com' }),
    };
    expect(askedModel(undefined, {}, 'eu-west-1')).toBeUndefined();
    expect(askedModel('none', policy, 'eu-west-1')).toBeUndefined();
    expect(askedModel(undefined, policy, 'eu-west-1')?.model.id).toBe('anthropic:claude-x');
    expect(askedModel('anthropic:claude-y', policy, 'eu-west-1')?.settings).toMatchObject({
      id: 'claude-y',
      endpoint: 'https://llm.example.com',
    });
    const other = askedModel('bedrock:amazon.titan-text-premier-v1:0', policy, 'eu-west-1');
    expect(other?.model.id).toBe('bedrock:amazon.titan-text-premier-v1:0');
    expect(other?.settings).toMatchObject({ usdPerDay: 1 });
    expect(other?.settings.endpoint).toBeUndefined();
    expect(() => askedModel('gpt', policy, 'eu-west-1')).toThrow('--model gpt');
    expect(() => askedModel('openai-compatible:x', policy, 'eu-west-1')).toThrow('--model openai-compatible:x');
  });
});

describe('a mark', () => {
  const [one] = family('failure');
  const opinion = { class: 'failure', cause: 'the STATUS CHECK fails', action: 'ec2.reboot-instance', does: 'act' } as const;

  test('is full for what the label says, whatever the case of its words', () => {
    expect(one && markOf(one, opinion)).toEqual({ class: true, cause: true, action: true });
  });

  test.each([
    [{ right: { action: 'none' } }, 'where nothing should be done'],
    [{ right: { action: 'none', forbidden: ['ec2.reboot-instance'] } }, 'does harm here'],
    [{ right: { alone: false } }, 'without asking'],
  ])('tells harm: %j', ({ right }, words) => {
    expect(one && markOf({ right: { ...one.right, ...right } }, opinion).harm).toContain(words);
  });

  test('is no harm for a person who is asked what to do', () => {
    expect(one && markOf({ right: { ...one.right, alone: false } }, { ...opinion, does: 'ask' }).harm).toBeUndefined();
  });
});
