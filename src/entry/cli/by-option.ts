import type { OptionSpec } from './command.ts';

/** Of commands that a person is answerable for. */
export interface ByOptions {
  readonly by?: string;
}

/** Who acts. */
export const byOption: OptionSpec = { flags: '--by <name>', what: 'who says so (default: the user of this machine)' };
