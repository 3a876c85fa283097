import type { IncidentDocument } from '#domain/incident.ts';
import { partitionOf, type Site } from '#domain/resource-ref.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { type ExitStatus, exitStatus } from '#entry/cli/exit-status.ts';
import { printSummary } from '#entry/cli/outcome.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { accountId } from '#entry/cli/read-option.ts';
import { wrongLines } from '#entry/cli/story/sweep-lines.ts';
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

/** Looks for what is wrong now and, when asked, sends it through the policy. */
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
    const { aws, region: regions, readRole, writeRole } = options;
    const engineOptions = { aws, region: regions?.[0], account: accounts?.[0], readRole, writeRole };
    return withEngine(shell, engineOptions, 'refuse', async (work) => {
      const sites = sitesOf(work, regions, accounts);
      const swept = await work.engine.sweep(actions, sites, (checked, of) => {
        if (checked % 10 === 0) shell.terminal.progress(`${checked} of ${of} resources looked at…`);
      });
      const healing = options.fix === true ? await heal(swept.wrong, work, shell) : [];
      const view = sweepView(swept, healing);
      if (shell.json) shell.terminal.printJson(view);
      else printSweep(view, healing, { ...options, actions }, shell);
      return statusFor(view);
    });
  },
});

/** Every named account in every named region; nothing = the engine's own sites. */
function sitesOf(
  { world, engine }: AtWork,
  regions: readonly string[] | undefined,
  accounts: readonly string[] | undefined,
): readonly Site[] | undefined {
  if (regions === undefined && accounts === undefined) return undefined;
  const named = regions ?? [...new Set(engine.sites.map(({ region }) => region))];
  return (accounts ?? [world.account]).flatMap((account) => named.map((region) => ({ partition: partitionOf(region), account, region })));
}

/** What its action would not heal is told and left to people; all the rest becomes incidents, for the policy to decide. */
async function heal(wrong: readonly Finding[], { receiving, outcome }: AtWork, { terminal }: Shell): Promise<readonly IncidentDocument[]> {
  const ids = new Set<string>();
  for (const finding of wrong.filter(({ refused }) => refused === undefined)) ids.add(await admitFinding(finding, receiving));
  const ended: IncidentDocument[] = [];
  for (const id of ids) {
    terminal.progress(`${ended.length} of ${ids.size} incidents are through…`);
    ended.push(await outcome(id));
  }
  return ended;
}

type Asked = Options & { readonly actions: readonly string[] };

/** The same sweep, which heals: nothing that was not looked at. */
function fixOf({ actions, aws, region, account, readRole, writeRole }: Asked): string {
  const listed = (flag: string, values: readonly string[] = []): readonly string[] => (values.length === 0 ? [] : [flag, ...values]);
  return [
    'sweep',
    ...actions,
    ...(aws === true ? ['--aws'] : []),
    ...listed('--region', region),
    ...listed('--account', account),
    ...listed('--read-role', readRole === undefined ? [] : [readRole]),
    ...listed('--write-role', writeRole === undefined ? [] : [writeRole]),
    '--fix',
  ].join(' ');
}

function printSweep(view: SweepView, healing: readonly IncidentDocument[], asked: Asked, { terminal, self }: Shell): void {
  const { checked, wrong, fixed, unread } = view;
  for (const line of wrongLines(wrong, terminal)) terminal.print(line);
  if (wrong.length > 0) terminal.print();
  for (const incident of healing) printSummary(incidentSummary(incident), terminal);
  if (healing.length > 0) terminal.print();
  terminal.print(
    `Looked at ${checked} ${checked === 1 ? 'resource' : 'resources'}: ${wrong.length === 0 ? 'nothing is wrong' : `${wrong.length} wrong, ${fixed} fixed`}.`,
  );
  const open = wrong.filter(({ refused }) => refused === undefined).length;
  if (asked.fix !== true && open > 0) terminal.print(`To heal what the policy allows:  ${self} ${fixOf(asked)}`);
  // One reason is told once, however many resources it kept from being seen.
  for (const [first, ...others] of Map.groupBy(
    unread,
    ({ action, account, region, error }) => `${action} ${account} ${region} ${error.message}`,
  ).values()) {
    if (first === undefined) continue;
    const { action, account, region, resource, error } = first;
    const seen = `${plain(resource ?? 'its resources')}${others.length === 0 ? '' : ` and ${others.length} more`}`;
    terminal.notice(`selfheal: ${action} could not look at ${seen} in ${account}, ${region}: ${plain(error.message)}`);
  }
}

/** No while something is wrong or could not be seen; missing when nothing at all could be reached. */
function statusFor({ checked, wrong, fixed, unread }: SweepView): ExitStatus {
  if (checked === 0 && unread.length > 0 && unread.every(({ error }) => error.code === 'aws-unreachable')) return exitStatus.missing;
  return unread.length > 0 || wrong.length > fixed ? exitStatus.no : exitStatus.done;
}
