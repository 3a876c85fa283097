import type { Json } from '#domain/json.ts';
import { plain } from '#entry/cli/plain-text.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import type { StateChange } from '#entry/views/state-changes.ts';

/** Differences as `- path: before` and `+ path: after`, two lines for a value that changed. */
export function changeLines(changes: readonly StateChange[], { paint }: Pick<Terminal, 'paint'>): readonly string[] {
  return changes.flatMap(({ path, before, after }) => [
    ...(before === undefined ? [] : [paint('red', `- ${name(path)}: ${text(before)}`)]),
    ...(after === undefined ? [] : [paint('green', `+ ${name(path)}: ${text(after)}`)]),
  ]);
}

const name = (path: string): string => (path === '' ? 'all of it' : plain(path));
const text = (value: Json): string => plain(JSON.stringify(value));
