import { bands } from '#config/bands.ts';
import type { IncidentClass } from '#domain/facts.ts';
import { cutMiddle, plain, wrap } from '#entry/cli/plain-text.ts';
import type { Style, Terminal } from '#entry/cli/terminal.ts';
import type { TriageView } from '#entry/views/triage-view.ts';

type Screen = Pick<Terminal, 'width' | 'paint'>;
const indent = 6;

/** One scored event for a person: score, class and what happened; below it the reasons, once the score is in a band that something follows from. */
export function triageLines(
  { score, class: kind, what, contributions, detections, incident }: TriageView,
  { width, paint }: Screen,
): readonly string[] {
  const head = `${score.toFixed(2)}  ${kind.padEnd(9)}  `;
  const line = paint(styleOf(score, kind), head) + cutMiddle(plain(what), Math.max(20, width - head.length));
  if (score < bands.log) return [line];
  const told = [
    ...contributions.map(({ name, weight, why }) => `${weight < 0 ? '' : '+'}${weight} ${name}: ${why}`),
    ...(detections.length === 0 ? [] : [`detected: ${detections.join(', ')}`]),
    ...(incident === undefined ? [] : [`incident: ${incident}`]),
  ];
  return [line, ...told.flatMap((text) => wrap(plain(text), width - indent).map((each) => ' '.repeat(indent) + each))];
}

const styleOf = (score: number, kind: IncidentClass): Style => {
  if (score >= bands.ask) return 'red';
  if (score >= bands.log) return 'yellow';
  return kind === 'normal' ? 'dim' : 'cyan';
};

/** Counts scored events by class. */
export function newTriageTally() {
  const counts = new Map<IncidentClass, number>();
  let events = 0;
  let highest = 0;
  return {
    get events(): number {
      return events;
    },
    count(view: Pick<TriageView, 'class' | 'score'>): void {
      events += 1;
      highest = Math.max(highest, view.score);
      counts.set(view.class, (counts.get(view.class) ?? 0) + 1);
    },
    text(): string {
      if (events === 0) return 'No events.';
      const each = (['tampering', 'violation', 'failure', 'normal'] as const).map((kind) => `${counts.get(kind) ?? 0} ${kind}`);
      return `\n${events} ${events === 1 ? 'event' : 'events'}: ${each.join(', ')}; highest score ${highest.toFixed(2)}`;
    },
  };
}
