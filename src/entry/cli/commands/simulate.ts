import { randomBytes } from 'node:crypto';
import { awsHands } from '#adapters/aws/hands.ts';
import { scenarios } from '#catalogue/scenarios/index.ts';
import { nearest } from '#config/nearest.ts';
import { HealError } from '#domain/heal-error.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { join } from '#entry/cli/join.ts';
import { runScenario, type ScenarioResult } from '#entry/drill/run-scenario.ts';
import { scenarioLine } from '#entry/drill/scenario-line.ts';
import { untilQuiet } from '#entry/drill/until-quiet.ts';

const simplest = 's3-public-access-block-removed';

export const simulate = defineCommand({
  arguments: [['[scenario]', `what to break (default: ${simplest}; "list" lists them)`]],
  examples: ['simulate', 'simulate list', 'simulate ec2-ssh-opened'],
  async run(shell, [id = simplest]) {
    if (id === 'list') return await list(shell);
    const scenario = await scenarios[id]?.();
    if (scenario === undefined) throw unknown(id);
    if ('not' in scenario.exercised) throw new HealError('not-allowed', `${id} cannot be simulated: ${scenario.exercised.not}`);
    const { up, engine } = await join(shell);
    const { endpoint, keys, account, region } = up.world;
    if (endpoint === null || keys === null)
      throw new HealError('not-allowed', 'Only a sandbox is broken on purpose, and a real account is running here.');
    const hands = awsHands({ endpoint, keys: keys.user, account, region });
    const prepared = await scenario.setup(hands, `${id}-${randomBytes(3).toString('hex')}`);
    await untilQuiet(endpoint, engine);
    shell.terminal.progress(`${scenario.title} (${prepared})…`);
    const result = await runScenario(scenario, prepared, hands, engine);
    await engine.close();
    report(result, prepared, shell);
    return result.healed ? exitStatus.done : exitStatus.no;
  },
});

function report(result: ScenarioResult, prepared: string, { terminal, json, self }: Shell): void {
  if (json) return terminal.printJson({ ...result, resource: prepared });
  for (const line of scenarioLine(result, terminal)) terminal.print(line);
  if (result.incident !== null) terminal.print(`  ${self} show ${result.incident}`);
}

async function list({ terminal, json }: Shell): Promise<typeof exitStatus.done> {
  const all = await Promise.all(Object.values(scenarios).map((load) => load()));
  if (json)
    terminal.printJson(
      all.map(({ id, title, action, ends, exercised }) => ({ id, title, action: action ?? null, ends, exercised: 'on' in exercised })),
    );
  else for (const { id, title } of all) terminal.print(`${terminal.paint('bold', id)}\n  ${title}`);
  return exitStatus.done;
}

function unknown(id: string): HealError {
  const guess = nearest(id, Object.keys(scenarios));
  return new HealError(
    'not-found',
    `There is no scenario ${id}${guess === undefined ? '' : `; did you mean ${guess}?`} "selfheal simulate list" lists them.`,
  );
}
