import { type DestinationStream, pino } from 'pino';
import type { Log } from '#ports/log.ts';
import { redacted, redactedText } from './redacted.ts';

/** How much is written: everything from this level up. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** A log of JSON lines, to standard error unless told otherwise; secrets in messages and fields are hidden. */
export function pinoLog({ level, destination }: { readonly level: LogLevel; readonly destination?: DestinationStream }): Log {
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
  const line =
    (name: Exclude<LogLevel, 'silent'>): Log['info'] =>
    (message, fields) => {
      if (log.isLevelEnabled(name)) log[name]({ ...cleaned(fields) }, redactedText(message));
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** Pino's own names for time, level and message stay its own. */
function cleaned(fields: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  const clean = redacted({ ...fields }) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(clean).map(([name, value]) => [['time', 'level', 'msg'].includes(name) ? `${name}_` : name, value]),
  );
}
