import { createInterface } from 'node:readline/promises';
import { stripVTControlCharacters, styleText } from 'node:util';
import { columnsOf } from './columns-of.ts';
import { cutEnd, wrap, wrapLines } from './plain-text.ts';

/** What a piece of text can look like. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Where a command prints: results on stdout, progress and questions on stderr. */
export interface Terminal {
  /** Columns of the screen, 80 when there is none. */
  readonly width: number;
  /** Is no screen there to fit? A file or a program gets names whole, to search in them. */
  readonly whole: boolean;
  /** Is a person there to answer? */
  readonly interactive: boolean;
  print(text?: string): void;
  printJson(value: unknown): void;
  /** A line that may go away again: on a screen the next one replaces it. */
  progress(text: string): void;
  /** A line on stderr that stays; on a screen it is wrapped at words. */
  notice(text: string): void;
  /** Colours where stdout is a screen, and NO_COLOR is not set. */
  paint(style: Style, text: string): string;
  /** Yes or no; anything but a clear yes is no. */
  confirm(question: string): Promise<boolean>;
}

const widest = 160;
/** Progress that goes to a file or a log is told this often and no more. */
const logEveryMs = 2_000;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  let shown = false;
  let told = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    width: Math.min(widest, Math.max(40, stdout.columns ?? 80)),
    whole: stdout.isTTY !== true,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    print(text = '') {
      clear();
      stdout.write(`${text}\n`);
    },
    printJson(value) {
      clear();
      stdout.write(`${JSON.stringify(value, null, stdout.isTTY ? 2 : 0)}\n`);
    },
    progress(text) {
      const now = performance.now();
      if (stderr.isTTY !== true && now - told < logEveryMs) return;
      told = now;
      clear();
      stderr.write(stderr.isTTY ? cutEnd(text, (stderr.columns ?? 80) - 1) : `${text}\n`);
      shown = stderr.isTTY === true;
    },
    notice(text) {
      clear();
      const columns = stderr.isTTY ? stderr.columns : Number.POSITIVE_INFINITY;
      stderr.write(`${wrapLines(text, columns).join('\n')}\n`);
    },
    paint: (style, text) => styleText(style, text, { stream: stdout }),
    async confirm(question) {
      clear();
      const dialogue = createInterface({ input: stdin, output: stderr });
      const answer = await dialogue.question(`${question} [y/N] `).catch(() => '');
      dialogue.close();
      return /^y(es)?$/i.test(answer.trim());
    },
  };
}

/** Prints sentences. */
export function printWrapped(text: string, { print, width }: Pick<Terminal, 'print' | 'width'>): void {
  for (const line of wrap(text, width)) print(line);
}

/** Prints a name beside what is said of it, below it where there is no room. */
export function printBeside(head: string, name: string, { print, width, whole }: Pick<Terminal, 'print' | 'width' | 'whole'>): void {
  const fits = columnsOf(stripVTControlCharacters(head + name)) <= width;
  print(whole || fits ? head + name : `${head.trimEnd()}\n  ${name}`);
}

/** Prints a text that belongs to the line before it. */
export function printIndented(text: string, { print, width }: Pick<Terminal, 'print' | 'width'>): void {
  for (const line of wrap(text, width - 2)) print(`  ${line}`);
}
