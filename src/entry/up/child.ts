import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ErrorDocument, HealError } from '#domain/heal-error.ts';

/** What to start. */
export interface ChildOptions<T> {
  /** What it is, for messages: "The engine". */
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  /** The JSON line that it prints on stdout once it is ready, or `{"error": …}`. */
  readonly ready: z.ZodType<T>;
  /** Called with each line that it prints on stdout after the first. */
  readonly onSaid?: (line: string) => void;
  /** Called with each line of its stderr. */
  readonly onLine?: (line: string) => void;
}

/** A process of ours. It holds our end of a pipe as its stdin and ends when that closes, so it ends with us, in whatever way we end. */
export interface Child<T> {
  readonly pid: number;
  /** Rejects with a HealError when it ends before it is ready. */
  readonly ready: Promise<T>;
  /** How it ended, in words: "status 1". */
  readonly ended: Promise<string>;
  tell(line: string): void;
  /** Closes its stdin, and kills it when it has not ended within so many milliseconds. */
  end(withinMs: number): Promise<void>;
}

const Failed = z.object({ error: ErrorDocument });

/** Starts a script with this Node in a process group of its own, so that Ctrl-C reaches only us. */
export function startChild<T>({ name, script, args = [], ready: shape, onSaid = () => {}, onLine = () => {} }: ChildOptions<T>): Child<T> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const ready = Promise.withResolvers<T>();
  const ended = Promise.withResolvers<string>();
  let last = '';
  child.stdin.on('error', () => {});
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.trim() !== '') last = line.trim();
    onLine(line);
  });
  const said = createInterface({ input: child.stdout });
  said.once('line', (line) => {
    said.on('line', onSaid);
    try {
      const failed = Failed.safeParse(JSON.parse(line));
      if (failed.success) ready.reject(asError(failed.data.error));
      else ready.resolve(shape.parse(JSON.parse(line)));
    } catch (cause) {
      ready.reject(new HealError('unexpected', `${name} said something that is not understood: ${line.slice(0, 200)}`, { cause }));
    }
  });
  child.once('error', (error) => ended.resolve(error.message));
  child.once('close', (status, signal) => ended.resolve(signal === null ? `status ${status}` : `killed by ${signal}`));
  void ended.promise.then((how) => {
    const said = last === '' ? '' : `; its last words: ${last}`;
    ready.reject(
      new HealError('unexpected', `${name} ended before it was ready (${how}${said}). Run "selfheal doctor".`, { retry: 'now' }),
    );
  });
  ready.promise.catch(() => {});
  return {
    pid: child.pid ?? -1,
    ready: ready.promise,
    ended: ended.promise,
    tell: (line) => void child.stdin.write(`${line}\n`),
    async end(withinMs) {
      const kill = setTimeout(() => child.kill('SIGKILL'), withinMs);
      child.stdin.end();
      await ended.promise;
      clearTimeout(kill);
    },
  };
}

const asError = ({ code, message, retry, details }: ErrorDocument): HealError =>
  new HealError(code, message, { retry, ...(details === undefined ? {} : { details }) });
