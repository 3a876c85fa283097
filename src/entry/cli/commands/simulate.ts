import { randomBytes } from 'node:crypto';
import { awsHands } from '#adapters/aws/hands.ts';
import { scenarios } from '#catalogue/scenarios/index.ts';
import { HealError } from '#domain/heal-error.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { join } from '#entry/cli/join.ts';
import { printIndented } from '#entry/cli/terminal.ts';
import { unknownName } from '#entry/cli/unknown-name.ts';
import { runScenario, type ScenarioResult } from '#entry/drill/run-scenario.ts';
import { scenarioLine } from '#entry/drill/scenario-line.ts';
import { untilQuiet } from '#entry/drill/until-quiet.ts';
import { stoppedBy } from '#flow/stop.ts';

const simplest = 's3-public-access-block-removed';

export const simulate = defineCommand({
  arguments: [['[scenario]', `what to break (default: ${simplest}; "list" lists them)`]],
  examples: ['simulate', 'simulate list', 'simulate ec2-ssh-opened'],
  async run(shell, [id = simplest]) {
    if (id === 'list') return await list(shell);
    const scenario = await scenarios[id]?.();
    if (scenario === undefined) throw unknownName('scenario', id, Object.keys(scenarios), 'selfheal simulate list');
    if ('not' in scenario.exercised) throw new HealError('not-allowed', `${id} cannot be simulated: ${scenario.exercised.not}`);
    const { up, engine } = await join(shell);
    const { endpoint, keys, account, region } = up.world;
    if (endpoint === null || keys === null)
      throw new HealError('not-allowed', 'Only a sandbox is broken on purpose, and a real account is running here.');
    const by = await stoppedBy(engine.tools);
    if (by !== undefined)
      throw new HealError('not-allowed', `${by} stopped all writes, so nothing would be healed: "selfheal resume" allows them again.`);
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
  else
    for (const { id, title } of all) {
      terminal.print(terminal.paint('bold', id));
      printIndented(title, terminal);
    }
  return exitStatus.done;
}
