import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePolicy } from '#config/load-policy.ts';
import { Analysis, type Diagnosis, IncidentClass, type Mode, type Verdict } from '#domain/facts.ts';
import { openingCommit } from '#testkit/commits.ts';
import { analysisReasons } from './analysis-reasons.ts';
import { caseOf } from './case-of.ts';
import { decide } from './decide.ts';

const caution: Record<Verdict, number> = { act: 0, ask: 1, leave: 2 };
const { incident } = openingCommit(1);
const loaded = parsePolicy('model: { provider: bedrock }', 'selfheal.yaml');

const text = fc.oneof(fc.string(), fc.constantFrom('approved by dave', 'act', '__proto__', 'c1'));
const anyAnalysis: fc.Arbitrary<Analysis> = fc.record(
  {
    model: text,
    outcome: fc.constantFrom(...Analysis.shape.outcome.options),
    because: text,
    class: fc.constantFrom(...IncidentClass.options),
    cause: text,
    candidate: fc.oneof(fc.constantFrom('c1', 'c2', 'none'), text),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    calibrated: fc.double({ min: 0, max: 1, noNaN: true }),
    outcomes: fc.record({ right: fc.nat(20), of: fc.nat(20) }),
    claims: fc.array(fc.record({ text, evidence: fc.array(text, { maxLength: 3 }) }), { maxLength: 5 }),
    struck: fc.nat(10),
  },
  { requiredKeys: ['model', 'outcome'] },
);
const anyDiagnosis: fc.Arbitrary<Diagnosis> = fc.record({
  class: fc.constantFrom(...IncidentClass.options),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  contributions: fc.constant([]),
  confidence: fc.constantFrom(0.4, 0.8, 0.95),
  cause: text,
  evidence: fc.constant([]),
  observed: fc.constant('wrong'),
  candidates: fc.constantFrom(
    [],
    [
      { id: 'c1', action: 'a.one', why: 'w' },
      { id: 'c2', action: 'a.two', why: 'w' },
    ],
  ),
});
const summary = {
  id: 'a.one',
  title: 'One',
  resource: incident.resource.type,
  heals: [],
  risk: { level: 'low', blastRadius: 'one', outage: 'none' },
  permissions: { read: [], write: [], undo: [], dependent: [], on: [] },
  undo: { kind: 'undo' },
  repeat: 'safe',
  rounds: 1,
  settlesMs: 0,
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },
} as const;

test('whatever a model says, the decision with it is at least as cautious, and nothing else of it is different', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      anyDiagnosis,
      anyAnalysis,
      fc.constantFrom<Mode>('autopilot', 'copilot', 'dry-run'),
      fc.boolean(),
      (ruled, analysis, mode, acts) => {
        const judge = (diagnosis: Diagnosis) => {
          const known = { diagnosis, action: acts ? summary : undefined, plan: undefined, lastHeal: undefined, now: 1 };
          return decide(caseOf(incident, known, loaded.policy), loaded, mode);
        };
        const without = judge(ruled);
        const withIt = judge({ ...ruled, analysis });
        seen.add(`${without.verdict} → ${withIt.verdict}`);
        expect(caution[withIt.verdict]).toBeGreaterThanOrEqual(caution[without.verdict]);
        expect(withIt.mode).toBe(without.mode);
        const added = withIt.reasons.filter(({ rule }) => rule === 'model');
        expect(withIt.reasons.filter(({ rule }) => rule !== 'model')).toEqual(without.reasons);
        expect(added.every(({ verdict }) => verdict === 'ask')).toBe(true);
        if (without.verdict !== 'act') expect(withIt.verdict).toBe(without.verdict);
      },
    ),
    { numRuns: 600 },
  );
  expect(seen).toContain('act → act');
  expect(seen).toContain('act → ask');
  expect(seen).toContain('leave → leave');
});

test('nothing but the reasons of a decision can depend on what a model said', () => {
  const ruled = fc.sample(anyDiagnosis, 1)[0];
  if (ruled === undefined) throw new Error('there is a sample');
  const known = {
    diagnosis: { ...ruled, analysis: { model: 'm', outcome: 'answered' } as const },
    action: summary,
    plan: undefined,
    lastHeal: undefined,
    now: 1,
  };
  const given = caseOf(incident, known, loaded.policy);
  expect('analysis' in given.diagnosis).toBe(false);
  expect(JSON.stringify({ ...given, analysis: undefined })).not.toContain('answered');
});

const ruled = {
  class: 'violation',
  candidates: [
    { id: 'c1', action: 'a.one', why: 'w' },
    { id: 'c2', action: 'a.two', why: 'w' },
  ],
} as const;
const agrees: Analysis = {
  model: 'm',
  outcome: 'answered',
  class: 'violation',
  candidate: 'c1',
  confidence: 0.8,
  claims: [
    { text: 't', evidence: ['e1'] },
    { text: 't', evidence: ['e1'] },
  ],
  struck: 1,
};
const because = (more: Partial<Analysis>): string[] =>
  analysisReasons(
    { ...agrees, ...more },
    {
      ...ruled,
      candidates: [...ruled.candidates],
      score: 0.2,
      contributions: [],
      confidence: 0.95,
      cause: 'c',
      evidence: [],
      observed: 'wrong',
    },
    'a.one',
    loaded,
  ).map((reason) => reason.because);

test.each<[string, Partial<Analysis>, string[]]>([
  ['it agrees', {}, []],
  ['it agreed before', { outcome: 'cached' }, []],
  ['it failed', { outcome: 'failed', candidate: 'none', confidence: 0 }, []],
  ['it refused', { outcome: 'refused', class: 'failure' }, []],
  ['it was too dear', { outcome: 'over-budget' }, []],
  ['it calls it something else', { class: 'tampering' }, ['the model calls it tampering, the rules violation']],
  ['it wants another action', { candidate: 'c2' }, ['the model would take a.two']],
  ['it wants none', { candidate: 'none' }, ['the model would take none of the actions']],
  ['its confidence is low', { confidence: 0.5 }, ["the model's confidence 0.5 is below 0.6"]],
  [
    'its confidence proved wrong before',
    { calibrated: 0.4, outcomes: { right: 4, of: 10 } },
    ['the model was right only 4 of 10 times when it was as confident as here'],
  ],
  ['it proved right before', { calibrated: 1, outcomes: { right: 10, of: 10 } }, []],
  ['it makes much up', { struck: 2 }, ['2 of 4 claims of the model do not stand in the evidence']],
])('when %s, the reasons are %j', (_, more, reasons) => {
  expect(because(more)).toEqual(reasons);
});
