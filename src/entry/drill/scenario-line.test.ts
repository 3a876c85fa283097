import { expect, test } from 'vitest';
import type { ScenarioResult } from './run-scenario.ts';
import { scenarioLine } from './scenario-line.ts';

const bare = { width: 40, paint: (_: string, text: string) => text };
const result: ScenarioResult = {
  id: 's3-production-asked',
  title: 'A production bucket loses its block: a person is asked and nothing is written before',
  outcome: 'approval',
  healed: true,
  asked: true,
  harmed: false,
  harm: [],
  exercised: true,
  why: 'its environment is production',
  incident: 'inc-01k9zzzzzzzzzzzzzzzzzzzzzz',
  receivedToVerifiedMs: null,
  engineMs: null,
  awsCalls: null,
};

test('a scenario is told whole, within the width of the terminal', () => {
  const lines = scenarioLine(result, bare);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  expect(lines.map((line) => line.trim()).join(' ')).toBe(`✓ ${result.title} asks a person: its environment is production`);
});

test('what came to rest elsewhere keeps its name, and its time', () => {
  const healed = { ...result, outcome: 'healed', asked: false, receivedToVerifiedMs: 420, why: 'read twice' };
  expect(scenarioLine(healed, { ...bare, width: 80 }).at(-1)).toBe('  healed in 0.42 s: read twice');
});
