import { InvalidArgumentError } from 'commander';
import type { IncidentDocument } from '#domain/incident.ts';
import { partitionOf, type Site } from '#domain/resource-ref.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { type ExitStatus, exitStatus } from '#entry/cli/exit-status.ts';
import { outcomeLine } from '#entry/cli/outcome.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { accountId } from '#entry/cli/read-option.ts';
import { table } from '#entry/cli/table.ts';
import { type AtWork, withEngine } from '#entry/cli/with-engine.ts';
import { incidentSummary } from '#entry/views/incident-view.ts';
import { type SweepView, sweepView } from '#entry/views/sweep-view.ts';
import { admitFinding, type Finding } from '#flow/sweep.ts';

interface Options {
  readonly fix?: boolean;
  readonly region?: readonly string[];
  readonly account?: readonly string[];
  readonly aws?: boolean;
  readonly readRole?: string;
  readonly writeRole?: string;
}

export const sweep = defineCommand<Options>({
  arguments: [['[action...]', 'only what these actions heal (default: all)']],
  options: [
    { flags: '--fix', what: 'send what is wrong through the policy, like anything else' },
    { flags: '--region <region...>', what: 'these regions (default: those of the policy, else the home region)' },
    { flags: '--account <id...>', what: 'these accounts (default: the home account)' },
    { flags: '--aws', what: 'a real account; without it, only the sandbox' },
    { flags: '--read-role <name>', what: 'with --aws: the role to read with (default: your credentials)' },
    { flags: '--write-role <name>', what: 'with --aws: the role to write with (default: none, nothing can be written)' },
  ],
  examples: ['sweep', 'sweep s3.block-public-access --fix', 'sweep --aws --region eu-central-1 us-east-1'],
  async run(shell, actions, options) {
    const accounts = options.account?.map(accountId);
    const home = { ...picked('region', options.region?.[0]), ...picked('account', accounts?.[0]) };
    const { aws, readRole, writeRole } = options;
    const engineOptions = { ...home, ...(aws === undefined ? {} : { aws }), ...picked('readRole', readRole), ...picked('writeRole', writeRole) };
    return withEngine(shell, engineOptions, 'refuse', async (work) => {
      const sites = sitesOf(work, options.region, accounts);
      const swept = await work.engine.sweep(actions, sites, (checked) => {
        if (checked % 10 === 0) shell.terminal.progress(`${checked} resources looked at…`);
      });
      const healing = options.fix === true ? await heal(swept.wrong, work, shell) : [];
      const view = sweepView(swept, healing);
      if (shell.json) shell.terminal.printJson(view);
      else printSweep(view, healing, options.fix === true, shell);
      return statusOf(view, options.fix === true);
    });
  },
});

const picked = <Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } | object => (value === undefined ? {} : { [key]: value });
