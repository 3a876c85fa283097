import { setTimeout as sleep } from 'node:timers/promises';
import { HealError } from '#domain/heal-error.ts';
import { hasEnded, type IncidentDocument } from '#domain/incident.ts';
import { type IncidentSummary, incidentSummary } from '#entry/views/incident-view.ts';
import type { Driver } from '#ports/driver.ts';
import type { Store } from '#ports/store.ts';
import type { Shell } from './command.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { incidentOf } from './journal.ts';
import { plain } from './plain-text.ts';
import { stateStyle, stateWord, tookText } from './state-style.ts';
import { printBeside, printIndented } from './terminal.ts';

const pollMs = 100;
const patienceMs = 15 * 60_000;

/** The engine that runs in another process finds what is due by itself: it has the credentials, and stages under way are not cut off when we end. */
export const runningEngine: Driver = { start: async () => {}, wake: async () => {} };

/** The incident once it has ended, or asks a person (again). Throws HealError `timed-out`. */
export async function outcomeOf(id: string, store: Store, { terminal }: Shell, engineRuns: () => boolean): Promise<IncidentDocument> {
  const deadline = Date.now() + patienceMs;
  let told = '';
  for (;;) {
    const incident = await incidentOf(store, id);
    if (hasEnded(incident.stage) || incidentSummary(incident).waiting) return incident;
    if (!engineRuns())
      throw new HealError(
        'not-running',
        `${id} is ${incident.stage}, and no engine runs any more: it goes on with the next "selfheal up".`,
      );
    if (Date.now() > deadline)
      throw new HealError('timed-out', `${id} is still ${incident.stage} (${incident.why}); it goes on, see "selfheal show ${id}".`);
    const now = `${incident.stage}: ${incident.why}`;
    if (now !== told) terminal.progress(plain(now));
    told = now;
    await sleep(pollMs);
  }
}

/** One line, or JSON: where it is now and why. */
export function printOutcome(incident: IncidentDocument, { terminal, json }: Shell): void {
  const summary = incidentSummary(incident);
  if (json) terminal.printJson(summary);
  else printSummary(summary, terminal);
}

/** Where it is on one line, why below it. */
export function printSummary(summary: IncidentSummary, terminal: Shell['terminal']): void {
  const took = tookText(summary);
  const state = terminal.paint(stateStyle(summary), stateWord(summary));
  printBeside(`${summary.id}  ${state}${took === '' ? '' : ` in ${took}`}  `, plain(summary.resource), terminal);
  printIndented(plain(summary.why), terminal);
}

/** Done when it ended as wished. */
export const statusFor = (incident: IncidentDocument, ...wished: readonly IncidentDocument['stage'][]): ExitStatus =>
  wished.includes(incident.stage) ? exitStatus.done : exitStatus.no;
