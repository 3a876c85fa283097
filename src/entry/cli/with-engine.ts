import { setTimeout as sleep } from 'node:timers/promises';
import { HealError } from '#domain/heal-error.ts';
import { hasEnded, type IncidentDocument } from '#domain/incident.ts';
import { openWorld } from '#entry/up/open-world.ts';
import { type RealAccount, realAccount } from '#entry/up/real-account.ts';
import { sandboxWorld, startSandboxChild } from '#entry/up/sandbox-child.ts';
import { runningUp, type UpFile, type World } from '#entry/up/up-file.ts';
import { isUp } from '#entry/up/up-lock.ts';
import { incidentSummary } from '#entry/views/incident-view.ts';
import type { Receiving } from '#flow/receive.ts';
import type { Engine } from '#worlds/engine.ts';
import type { Shell } from './command.ts';
import { terminalLog } from './log.ts';
import { makeFolder } from './make-folder.ts';
import { outcomeOf, runningEngine } from './outcome.ts';

/** What a person says about the world to work on. */
export interface EngineOptions extends RealAccount {
  readonly aws?: boolean | undefined;
}

/** An engine for the time of one command. */
export interface AtWork {
  readonly engine: Engine;
  readonly world: World;
  /** Takes in events and findings; what comes of them is driven here, or by the running engine. */
  readonly receiving: Receiving;
  /** The incident at its end, or where it asks a person. */
  outcome(id: string): Promise<IncidentDocument>;
}

/** Joins the `up` that runs in the folder; else takes a real account, which only `--aws` allows; else a private, empty sandbox, or refuses where that makes no sense. */
export async function withEngine<T>(
  shell: Shell,
  options: EngineOptions,
  orElse: 'private-sandbox' | 'refuse',
  use: (work: AtWork) => Promise<T>,
): Promise<T> {
  if (isUp(shell.dataDir)) return joined(shell, await runningUp(shell.dataDir), options, use);
  if (options.aws === true) return alone(shell, await realAccount(options), use);
  if (orElse === 'private-sandbox') return inPrivateSandbox(shell, use);
  throw new HealError(
    'not-running',
    `Nothing runs in ${shell.dataDir}: start it with "selfheal up", or say --aws to look at a real account.`,
  );
}

async function joined<T>(shell: Shell, up: UpFile, { aws }: EngineOptions, use: (work: AtWork) => Promise<T>): Promise<T> {
  const { world, policyFile } = up;
  const { dataDir, terminal } = shell;
  if (world.kind === 'aws' && aws !== true)
    throw new HealError('bad-input', `The engine in ${dataDir} works on the real account ${world.account}: say --aws if you mean that.`);
  const engine = await openWorld({ dataDir, policyFile, world, log: terminalLog(terminal) });
  const outcome: AtWork['outcome'] = (id) => outcomeOf(id, engine.tools.store, shell, () => isUp(dataDir));
  const result = await use({ engine, world, receiving: { ...engine.tools, driver: runningEngine }, outcome });
  await engine.close();
  return result;
}

async function alone<T>({ dataDir, policyFile, terminal }: Shell, world: World, use: (work: AtWork) => Promise<T>): Promise<T> {
  const engine = await openWorld({ dataDir, policyFile, world, log: terminalLog(terminal), print: terminal.notice });
  const result = await use({ engine, world, receiving: engine.tools, outcome: (id) => drive(id, engine) });
  // Nobody else tells what this command found in a real account; a private sandbox is nobody's concern.
  if (world.kind === 'aws') await engine.outbox.due();
  await engine.close();
  return result;
}

async function inPrivateSandbox<T>(shell: Shell, use: (work: AtWork) => Promise<T>): Promise<T> {
  const { dataDir, terminal } = shell;
  terminal.progress('Starting a private sandbox, because no "selfheal up" runs here…');
  await makeFolder(dataDir);
  const sandbox = startSandboxChild({ port: 0, dataDir, demo: false, progress: terminal.progress });
  try {
    return await alone(shell, sandboxWorld(await sandbox.ready), use);
  } finally {
    await sandbox.end(1_000);
  }
}

const pollMs = 50;

/** Starts the incident whenever it is due, and nothing else that is open in the journal. */
async function drive(id: string, { tools: { store, clock }, worker }: Engine): Promise<IncidentDocument> {
  for (;;) {
    const incident = await store.incident(id);
    if (incident === undefined) throw new HealError('not-found', `There is no incident ${id} any more: the journal was changed meanwhile.`);
    if (hasEnded(incident.stage) || incidentSummary(incident).waiting) return incident;
    if (incident.due !== undefined && incident.due <= clock.now()) await worker.start(incident);
    await sleep(pollMs);
  }
}
