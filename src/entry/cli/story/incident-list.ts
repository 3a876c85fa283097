import { age } from '#entry/cli/durations.ts';
import { plain, wrap } from '#entry/cli/plain-text.ts';
import { stateStyle, stateWord, tookText } from '#entry/cli/state-style.ts';
import { type Column, table } from '#entry/cli/table.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import type { IncidentSummary } from '#entry/views/incident-view.ts';

type Screen = Pick<Terminal, 'width' | 'paint' | 'whole'>;

/** Below this many columns an incident takes two lines, above the other there is room to say what happened. */
const narrow = 74;
const roomy = 110;

/** Incidents, one a line where there is room. */
export function incidentList(shown: readonly IncidentSummary[], now: number, screen: Screen): string {
  if (screen.whole || screen.width >= narrow) return table(shown, columns(now, screen.width), screen);
  return shown.flatMap((each) => twoLines(each, now, screen)).join('\n');
}

function columns(now: number, width: number): readonly Column<IncidentSummary>[] {
  const all: readonly Column<IncidentSummary>[] = [
    { title: 'INCIDENT', value: ({ id }) => id, whole: true },
    { title: 'STATE', value: stateWord, style: stateStyle, whole: true },
    { title: 'RESOURCE', value: ({ resource }) => resource },
    { title: 'WHAT', value: ({ title }) => title, sentence: true },
    { title: 'TOOK', value: tookText, right: true, whole: true },
    { title: 'AGE', value: ({ openedAt }) => ageOf(openedAt, now), right: true, whole: true },
  ];
  return width < roomy ? all.filter(({ title }) => title !== 'WHAT') : all;
}

function twoLines(incident: IncidentSummary, now: number, { width, paint }: Screen): readonly string[] {
  const said = `${plain(incident.resource)}, ${ageOf(incident.openedAt, now)} ago`;
  return [`${incident.id}  ${paint(stateStyle(incident), stateWord(incident))}`, ...wrap(said, width - 2).map((line) => `  ${line}`)];
}

const ageOf = (openedAt: string, now: number): string => age(now - Date.parse(openedAt));

const mostQuestions = 5;

/** What waits for an answer, on whatever page it stands: a question expires. */
export function questionList(waiting: readonly IncidentSummary[], self: string): readonly string[] {
  if (waiting.length === 0) return [];
  return [
    '',
    `${waiting.length === 1 ? 'One waits' : `${waiting.length} wait`} for your answer:`,
    ...waiting.slice(0, mostQuestions).map(({ id }) => `  ${self} show ${id}`),
    ...(waiting.length > mostQuestions ? [`  and the others: ${self} incidents --place approval`] : []),
  ];
}
