import type { EntryBody } from '#domain/entry.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Message } from '#ports/notify.ts';
import { said } from './said.ts';

const most = 14;

/** What happened when, for a person: the event, and the steps of the ledger; the middle of a long story is left out. */
export function timelineOf({ signal }: IncidentDocument, ledger: readonly EntryBody[]): Message['timeline'] {
  const calls = new Map(ledger.filter(({ kind }) => kind === 'intent').map((entry) => [entry['intent'], callName(entry['call'])]));
  const steps = ledger.flatMap((entry) => {
    const what = stepOf(entry, calls);
    return what === undefined ? [] : [{ at: entry.at, what: said(what, 160) }];
  });
  const all = [{ at: signal.at, what: said(signal.operation ?? signal.title, 160) }, ...steps];
  if (all.length <= most) return all;
  const left = all.length - most + 1;
  const half = most / 2;
  return [...all.slice(0, half), { at: all[half]?.at ?? signal.at, what: `… ${left} more steps …` }, ...all.slice(half + left)];
}

function stepOf(entry: EntryBody, calls: ReadonlyMap<unknown, string>): string | undefined {
  switch (entry.kind) {
    case 'opened':
      return 'detected';
    case 'asked':
      return 'a person was asked';
    case 'answered':
      return `${String(entry['by'])} said ${String(entry['answer'])} (${String(entry['channel'])})`;
    case 'moved':
      return entry['to'] === 'decision' && entry['from'] === 'diagnosis' ? 'diagnosed' : undefined;
    case 'result':
      return `${calls.get(entry['intent']) ?? 'a call'}: ${String(entry['outcome'])}`;
    case 'ended':
      return `${String(entry['end'])}: ${String(entry['why'])}`;
    case 'repeated':
    case 'waited':
    case 'intent':
    case 'observed':
    case 'stopped':
    case 'resumed':
    case 'notified':
      return undefined;
    default:
      return undefined;
  }
}

function callName(call: unknown): string {
  if (typeof call !== 'object' || call === null || !('service' in call) || !('operation' in call)) return 'a call';
  return `${String(call.service)}:${String(call.operation)}`;
}
