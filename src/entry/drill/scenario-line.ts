import { duration } from '#entry/cli/durations.ts';
import { cutEnd, plain } from '#entry/cli/plain-text.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import type { ScenarioResult } from './run-scenario.ts';

/** A scenario for people: what happened, in how long, and why; never wider than the terminal. */
export function scenarioLine(
  { title, outcome, healed, harmed, exercised, receivedToVerifiedMs, why }: ScenarioResult,
  { paint, width }: Terminal,
): readonly string[] {
  const right = healed && !harmed;
  const mark = exercised ? (right ? paint('green', '✓') : paint('red', '✗')) : paint('dim', '–');
  const took = receivedToVerifiedMs === null ? '' : ` in ${duration(receivedToVerifiedMs)}`;
  return [`${mark} ${cutEnd(title, width - 2)}`, `  ${paint('dim', cutEnd(plain(`${outcome}${took}: ${why}`), width - 2))}`];
}
