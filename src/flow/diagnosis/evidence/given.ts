import type { Evidence } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { Sight } from '#flow/look.ts';
import { clippedText } from './bounded.ts';

/** What is there without looking around: the event (`e1`), and what was observed (`e2`). */
export function given({ signal, event }: IncidentDocument, sight: Sight | undefined, now: number): Evidence[] {
  const what = sight?.seen === 'wrong' ? sight.wrong : sight?.seen === 'gone' ? sight.because : undefined;
  return [
    {
      id: 'e1',
      what: `${signal.title} (${signal.rank}), event ${signal.id}`,
      source: event === undefined ? signal.source : `blob ${event}`,
      at: signal.at,
      kind: 'event',
      ...(event === undefined ? {} : { blob: event }),
    },
    ...(what === undefined
      ? []
      : [{ id: 'e2', what: clippedText(redacted(what), 400), source: 'observed', at: now, kind: 'configuration' }]),
  ];
}
