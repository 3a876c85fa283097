import { renameSync, statSync } from 'node:fs';
import { pino } from 'pino';
import { pinoLog } from '#adapters/log/pino.ts';
import type { Log } from '#ports/log.ts';
import { engineLogFile } from './engine-config.ts';

const largest = 10_000_000;

/** The engine's log in its folder; a file over 10 MB becomes `engine.log.1` at the next start. */
export function engineLog(dataDir: string): Log {
  const file = engineLogFile(dataDir);
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size > largest) renameSync(file, `${file}.1`);
  const destination = pino.destination({ dest: file, append: true, mode: 0o600, sync: true });
  // A log that cannot be written (disk full) must not end the engine.
  destination.on('error', () => {});
  return pinoLog({ level: process.env['SELFHEAL_DEBUG'] === undefined ? 'info' : 'debug', destination });
}
