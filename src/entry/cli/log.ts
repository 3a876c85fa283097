import type { Log } from '#ports/log.ts';
import { plain } from './plain-text.ts';
import type { Terminal } from './terminal.ts';

/** Errors as lines on stderr; all the rest only for those who ask for it (SELFHEAL_DEBUG). */
export function terminalLog({ notice }: Terminal): Log {
  const line = (message: string): void => notice(message.split('\n').map(plain).join('\n'));
  const debug = process.env['SELFHEAL_DEBUG'] === undefined ? (): void => {} : line;
  return { debug, info: debug, warn: debug, error: line };
}
