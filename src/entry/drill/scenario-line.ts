import { duration } from '#entry/cli/durations.ts';
import { plain, wrap } from '#entry/cli/plain-text.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import type { ScenarioResult } from './run-scenario.ts';

const indent = 2;

/** A scenario for people: what happened, in how long, and why; never wider than the terminal. */
export function scenarioLine(
  { title, outcome, healed, harmed, asked, exercised, receivedToVerifiedMs, why }: ScenarioResult,
  { paint, width }: Pick<Terminal, 'paint' | 'width'>,
): readonly string[] {
  const right = healed && !harmed;
  const mark = exercised ? (right ? paint('green', '✓') : paint('red', '✗')) : paint('dim', '–');
  const took = receivedToVerifiedMs === null ? '' : ` in ${duration(receivedToVerifiedMs)}`;
  const said = plain(`${asked && outcome === 'approval' ? 'asks a person' : outcome}${took}: ${why}`);
  const [first = '', ...more] = wrap(title, width - indent);
  const blank = ' '.repeat(indent);
  return [`${mark} ${first}`, ...more.map((line) => blank + line), ...wrap(said, width - indent).map((line) => blank + paint('dim', line))];
}
