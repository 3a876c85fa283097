import { type DestinationStream, pino } from 'pino';
import type { Json, JsonObject } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { Log } from '#ports/log.ts';
import { asData } from './as-data.ts';

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
      if (log.isLevelEnabled(name)) log[name](cleaned(fields), shortened(redacted(message)));
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** Pino's own names for time, level and message stay its own. Shortened last: half a secret is not known for one. */
function cleaned(fields: Readonly<Record<string, unknown>> = {}): JsonObject {
  const data = Object.entries(fields).map(([name, value]): [string, Json | undefined] => [
    ['time', 'level', 'msg'].includes(name) ? `${name}_` : name,
    asData(value, 1, [fields]),
  ]);
  return JSON.parse(JSON.stringify(redacted(Object.fromEntries(data))), (_, value: unknown) =>
    typeof value === 'string' ? shortened(value) : value,
  );
}

const longestText = 4000;

const shortened = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}… (${text.length} characters)` : text;
