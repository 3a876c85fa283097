import type { OptionSpec } from './command.ts';

/** Of commands that a person is answerable for. */
export interface ByOptions {
  readonly by?: string;
}

/** Who acts. */
export const byOption: OptionSpec = { flags: '--by <name>', what: 'who says so (default: the user of this machine)' };

/** The same, of commands whose ledger entry names the account behind the name. */
export const claimOption: OptionSpec = {
  flags: '--by <name>',
  what: 'what you call yourself; the user of this machine is recorded beside it',
};
