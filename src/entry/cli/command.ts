import type { ExitStatus } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

/** What every command is given. */
export interface Shell {
  readonly terminal: Terminal;
  /** Print JSON for programs instead of text for people. */
  readonly json: boolean;
  /** Absolute. */
  readonly dataDir: string;
  readonly policyFile: string;
  readonly version: string;
  /** How the user calls us: `selfheal`, or a path. */
  readonly self: string;
  /** The user of this machine: who acts, unless `--by` says otherwise. */
  readonly user: string;
  /** Aborts on Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** One option: its flags as commander writes them (`--limit <n>`), what it does, how its text is read, and its default. */
export interface OptionSpec {
  readonly flags: string;
  readonly what: string;
  read?(text: string): unknown;
  readonly default?: string | number | boolean;
}

/** One command of the command line; its name and summary stand in `commands.ts`, so that help need not load it. */
export interface Command<Options = object> {
  /** As commander writes them: `<id>`, `[action...]`. */
  readonly arguments?: readonly (readonly [spec: string, what: string])[];
  readonly options?: readonly OptionSpec[];
  /** Without the program's name: `show inc-01k…`. */
  readonly examples: readonly string[];
  run(shell: Shell, args: readonly string[], options: Options): Promise<ExitStatus>;
}

/** Declares a command; `Options` names what its options become. */
export const defineCommand = <Options = object>(command: Command<Options>): Command<Options> => command;
