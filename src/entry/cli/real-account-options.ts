import type { OptionSpec } from './command.ts';
import { accountId } from './read-option.ts';

/** For commands that work on a real account when they are told to. */
export const realAccountOptions: readonly OptionSpec[] = [
  { flags: '--aws', what: 'work on a real account; dry run unless the policy says otherwise' },
  { flags: '--region <region>', what: 'with --aws: the home region (default: the one of your AWS configuration)' },
  { flags: '--account <id>', what: 'with --aws: the account (default: the one of your credentials)', read: accountId },
  { flags: '--read-role <name>', what: 'with --aws: the role to read with (default: your credentials)' },
  { flags: '--write-role <name>', what: 'with --aws: the role to write with (default: none, nothing can be written)' },
];
