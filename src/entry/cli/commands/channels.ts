import type { AwsConnection } from '#adapters/notify/aws-client.ts';
import { loadPolicy } from '#config/load-policy.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { asCalled } from '#entry/cli/as-called.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { checkChannels } from '#entry/cli/doctor/check-channels.ts';
import { type ExitStatus, exitStatus } from '#entry/cli/exit-status.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { printIndented } from '#entry/cli/terminal.ts';
import { readUpFile } from '#entry/up/up-file.ts';
import type { Configured } from '#flow/notify/channel-set.ts';
import { channelsOf } from '#worlds/channels-of.ts';

interface Options {
  readonly aws?: boolean;
  readonly region?: string;
}

/** Which channels there are and whether they can be told (`channels`), and a harmless message to try them (`channels test`). */
export const channels = defineCommand<Options>({
  arguments: [
    ['[question]', 'test: sends a harmless message; without it: lists the channels and what is wrong with them'],
    ['[name...]', 'with test: these channels (default: all)'],
  ],
  options: [
    { flags: '--aws', what: 'with test: SES, SNS and EventBridge of your own AWS account, when no "selfheal up" runs here' },
    { flags: '--region <region>', what: 'with --aws: the home region (default: AWS_REGION)' },
  ],
  examples: ['channels', 'channels test', 'channels test ops'],
  async run(shell, [question, ...names], options) {
    if (question === undefined) return list(shell);
    if (question === 'test') return test(shell, names, options);
    throw new HealError(
      'bad-input',
      `There is no question ${question}: say "${shell.self} channels" or "${shell.self} channels test [name]".`,
    );
  },
});

async function list({ policyFile, dataDir, terminal, json, self }: Shell): Promise<ExitStatus> {
  await loadPolicy(policyFile);
  const checks = await checkChannels(policyFile, dataDir);
  if (json) terminal.printJson({ channels: checks });
  else
    for (const { name, state, says } of checks) {
      terminal.print(terminal.paint(state === 'missing' ? 'red' : state === 'fine' ? 'green' : 'yellow', plain(name)));
      printIndented(plain(asCalled(says, self)), terminal);
    }
  return checks.some(({ state }) => state === 'missing') ? exitStatus.missing : exitStatus.done;
}

async function test({ policyFile, dataDir, terminal, json, user }: Shell, names: readonly string[], options: Options): Promise<ExitStatus> {
  const { policy } = await loadPolicy(policyFile);
  const aws = await connectionOf(dataDir, options);
  const print = (line: string): void => (json ? undefined : terminal.print(plain(line)));
  const all = await channelsOf(() => policy, { aws: aws ?? { account: '', region: 'us-east-1' }, print, now: Date.now })();
  const unknown = names.find((name) => !all.some(({ channel }) => channel.name === name));
  if (unknown !== undefined)
    throw new HealError(
      'not-found',
      `There is no channel ${unknown}; the policy names ${Object.keys(policy.channels).join(', ') || 'none'}.`,
    );
  const results: { channel: string; kind: string; told: boolean; because: string | null }[] = [];
  for (const one of all.filter(({ channel }) => names.length === 0 || names.includes(channel.name))) {
    const { name, kind } = one.channel;
    const because = await greeted(one, user, aws !== undefined);
    results.push({ channel: name, kind, told: because === null, because });
    if (!json) terminal.print(`${because === null ? terminal.paint('green', '✓') : terminal.paint('red', '✗')} ${name} (${kind})`);
    if (!json && because !== null) printIndented(plain(because), terminal);
  }
  if (json) terminal.printJson({ results });
  return results.every(({ told }) => told) ? exitStatus.done : exitStatus.missing;
}

const ofAws = new Set(['sns', 'email', 'eventbridge', 'security-hub']);

/** Why a channel was not greeted; nothing when it was. */
async function greeted({ channel }: Configured, user: string, awsKnown: boolean): Promise<string | null> {
  if (ofAws.has(channel.kind) && !awsKnown) return 'which AWS? Start "selfheal up" here, or say --aws for your own account';
  try {
    await channel.greet(`A test of Selfheal by ${user}: this channel works, there is nothing to do.`);
    return null;
  } catch (error) {
    return asHealError(error).message;
  }
}

/** The AWS of the running `up`, or the user's own. */
async function connectionOf(dataDir: string, { aws, region }: Options): Promise<AwsConnection | undefined> {
  const up = await readUpFile(dataDir);
  if (up !== undefined && up !== 'starting') {
    const { account, region: home, endpoint, keys } = up.world;
    return {
      account,
      region: home,
      ...(endpoint === null ? {} : { endpoint }),
      ...(keys === null ? {} : { credentials: async () => keys.engine }),
    };
  }
  if (aws !== true) return undefined;
  return { account: '', region: region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1' };
}
