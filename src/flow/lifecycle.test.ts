import { describe, expect, test } from 'vitest';
import type { Decision, Diagnosis, Facts, Plan } from '#domain/facts.ts';
import { endNames, hasEnded, stageNames } from '#domain/incident.ts';
import type { Question } from '#domain/question.ts';
import { openingCommit } from '#testkit/commits.ts';
import { commands, ends, type Incident, isAt, isStage, lifecycle } from './lifecycle.ts';
import type { StageFn } from './stages.ts';

const diagnosis: Diagnosis = {
  class: 'violation',
  score: 0.5,
  contributions: [],
  confidence: 0.95,
  cause: 'a call',
  evidence: [],
  observed: 'wrong',
};
const decision: Decision = { verdict: 'act', mode: 'autopilot', because: 'a violation', reasons: [] };
const plan: Plan = {
  action: 's3.x',
  params: {},
  rounds: [],
  from: 'a',
  predicted: 'b',
  cost: { known: true, monthlyUsd: 0, onceUsd: 0, items: [] },
  undo: 'undo',
  hash: 'h',
};
const approval = { by: 'policy', channel: 'policy', at: 1, planHash: 'h' };
const before = { state: 'a', at: 1 };
const why = '';
const question: Question = { planHash: 'h', plan: 'b', at: 1, saidAt: 1, until: 2, latest: 3, wants: 'anyone' };

/** Legal moves, which compile; their twins below do not. */
const legal = {
  diagnose: (async () => ({ to: 'decision', why, diagnosis })) satisfies StageFn<'diagnosis'>,
  act: (async () => ({ to: 'snapshot', why, decision, plan, approval })) satisfies StageFn<'decision'>,
  ask: (async () => ({ ask: 'h', within: 1, why, question })) satisfies StageFn<'approval'>,
  keep: (async () => ({ to: 'remediation', why, before })) satisfies StageFn<'snapshot'>,
  wait: (async () => ({ wait: 1, why })) satisfies StageFn<'remediation'>,
  knowsPlan: (async ({ plan, before }) => ({ to: 'escalated', why: plan.hash + before.state })) satisfies StageFn<'rollback'>,
};
const illegal = {
  // @ts-expect-error remediation cannot be reached from decision
  skipped: (async () => ({ to: 'remediation', why })) satisfies StageFn<'decision'>,
  // @ts-expect-error a snapshot needs a plan and an approval, not only the decision
  unapproved: (async () => ({ to: 'snapshot', why, decision })) satisfies StageFn<'decision'>,
  // @ts-expect-error nothing is written without what was there before
  unkept: (async () => ({ to: 'remediation', why })) satisfies StageFn<'snapshot'>,
  // @ts-expect-error a diagnosis does not know a plan
  early: (async ({ plan }) => ({ to: 'decision', why: plan.hash, diagnosis })) satisfies StageFn<'diagnosis'>,
  // @ts-expect-error what is healed was verified
  unverified: (async () => ({ to: 'healed', why })) satisfies StageFn<'verification'>,
  // @ts-expect-error a fix is not healed before it is verified
  hasty: (async () => ({ to: 'healed', why })) satisfies StageFn<'remediation'>,
  // @ts-expect-error only approval asks
  asking: (async () => ({ ask: 'h', within: 1, why })) satisfies StageFn<'decision'>,
  // @ts-expect-error every move says why
  silent: (async () => ({ to: 'decision', diagnosis })) satisfies StageFn<'diagnosis'>,
  // @ts-expect-error there is no such place
  nowhere: (async () => ({ to: 'limbo', why })) satisfies StageFn<'diagnosis'>,
  // @ts-expect-error what is rolled back says what was undone
  undone: (async () => ({ to: 'rolled-back', why })) satisfies StageFn<'rollback'>,
};

const facts: Facts = {
  diagnosis,
  plan,
  decision,
  approval,
  before,
  remediation: { round: 1, calls: [], because: why },
  verification: { result: 'healed', because: why, reads: 2, at: 1 },
  rollback: { by: 'dave', because: why, calls: [], restored: true },
};

describe('the lifecycle', () => {
  test('lets legal moves compile, and no illegal ones', () => {
    // The compiler is what checks: this keeps both tables used.
    expect(Object.keys(legal)).toHaveLength(6);
    expect(Object.keys(illegal)).toHaveLength(10);
  });

  test('has a row for every stage and end, and leads nowhere else', () => {
    expect(Object.keys(lifecycle)).toEqual([...stageNames]);
    expect(Object.keys(ends)).toEqual([...endNames]);
    for (const { to, failed, seconds, attempts } of Object.values(lifecycle)) {
      for (const place of [...to, failed]) expect(isStage(place) || hasEnded(place)).toBe(true);
      expect([seconds > 0, attempts > 0]).toEqual([true, true]);
    }
  });

  test('reaches every place from diagnosis, and an end from every place', () => {
    const reached = new Set<string>(['diagnosis']);
    for (const place of reached)
      if (isStage(place)) for (const next of [...lifecycle[place].to, lifecycle[place].failed]) reached.add(next);
    expect([...reached].toSorted()).toEqual([...stageNames, ...endNames].toSorted());
    const ending = new Set<string>(endNames);
    for (let round = 0; round < stageNames.length; round++)
      for (const stage of stageNames) if (lifecycle[stage].to.some((next) => ending.has(next))) ending.add(stage);
    for (const stage of stageNames) expect(ending).toContain(stage);
  });

  test('comes to a write only through decision and snapshot', () => {
    const before = (place: string) => stageNames.filter((stage) => (lifecycle[stage].to as readonly string[]).includes(place));
    expect(before('snapshot')).toEqual(['decision', 'approval']);
    expect(before('remediation')).toEqual(['snapshot', 'verification']);
    expect(before('healed')).toEqual(['verification']);
    expect(before('rollback')).toEqual(['verification']);
  });

  test('reopens only ends, by people', () => {
    for (const { from, to } of Object.values(commands)) {
      expect(from.every((place) => hasEnded(place))).toBe(true);
      expect(isStage(to)).toBe(true);
    }
  });
});

describe('a stored document', () => {
  const places = [...stageNames, ...endNames];
  test.each(places)('is at %s with the facts that it needs there, and not without any of them', (place) => {
    const { incident } = openingCommit(1, { ...facts, stage: place });
    expect(isAt(incident, place)).toBe(true);
    for (const fact of { ...lifecycle, ...ends }[place].needs) expect(isAt({ ...incident, [fact]: undefined }, place)).toBe(false);
    for (const other of places) expect(isAt(incident, other)).toBe(other === place);
  });

  test('has those facts for the compiler too', () => {
    const { incident } = openingCommit(1, { ...facts, stage: 'snapshot' });
    const hashOf = ({ plan, approval }: Incident<'snapshot'>): string => plan.hash + approval.planHash;
    expect(isAt(incident, 'snapshot') && hashOf(incident)).toBe('hh');
    // @ts-expect-error an incident of which nothing is known may lack its plan
    expect(hashOf(incident)).toBe('hh');
  });
});

test.each(['healed', 'toString', '', '__proto__', 'Diagnosis'])('%j is not a stage', (place) => {
  expect(isStage(place)).toBe(false);
});
