import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsHands } from '#adapters/aws/hands.ts';
import { followEvents } from '#adapters/intake/event-stream.ts';
import type { Scenario } from '#catalogue/define-scenario.ts';
import { scenarios } from '#catalogue/scenarios/index.ts';
import { HealError } from '#domain/heal-error.ts';
import { unknownName } from '#entry/cli/unknown-name.ts';
import type { Hands } from '#ports/hands.ts';
import type { Log } from '#ports/log.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import type { Engine } from '#worlds/engine.ts';
import { openLocal } from '#worlds/local.ts';
import { changes, snapshotAccount } from './account-snapshot.ts';
import { policyOf } from './policy-of.ts';
import { notExercised, runScenario, type ScenarioResult } from './run-scenario.ts';
import { untilQuiet } from './until-quiet.ts';

/** The result of a drill. `healed` counts scenarios that went right, `total` those that were exercised; times are milliseconds. */
export interface Drill {
  readonly scenarios: readonly ScenarioResult[];
  readonly healed: number;
  readonly harmed: number;
  readonly total: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly engineP50Ms: number | null;
  readonly engineP95Ms: number | null;
}

export interface DrillOptions {
  readonly only?: readonly string[];
  readonly log: Log;
  readonly progress: (result: ScenarioResult, done: number, total: number) => void;
}

/** Runs every scenario, one by one, in a fresh sandbox with a fresh engine, and compares the whole account before and after each. */
export async function drill({ only = [], log, progress }: DrillOptions): Promise<Drill> {
  const chosen = await chosenScenarios(only);
  const folder = await mkdtemp(join(tmpdir(), 'selfheal-drill-'));
  const stopping = new AbortController();
  const sandbox = await startSandbox({ port: 0, demo: true, dataDir: folder });
  try {
    const policyFile = join(folder, 'selfheal.yaml');
    await writeFile(policyFile, policyOf(chosen));
    const engine = await openEngine(sandbox, folder, policyFile, log);
    const running = [engine.worker.run(stopping.signal), intake(sandbox.endpoint, engine, stopping.signal, log)];
    const results: ScenarioResult[] = [];
    for (const scenario of chosen) {
      const result = 'not' in scenario.exercised ? notExercised(scenario, scenario.exercised.not) : await one(scenario, sandbox, engine);
      results.push(result);
      progress(result, results.length, chosen.length);
    }
    stopping.abort();
    await Promise.all(running);
    await engine.close();
    return summary(results);
  } finally {
    stopping.abort();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function chosenScenarios(only: readonly string[]): Promise<readonly Scenario[]> {
  const unknown = only.find((id) => !Object.hasOwn(scenarios, id));
  if (unknown !== undefined) throw unknownName('scenario', unknown, Object.keys(scenarios), 'selfheal simulate list');
  const all = await Promise.all(Object.values(scenarios).map((load) => load()));
  return only.length === 0 ? all : all.filter(({ id }) => only.includes(id));
}

function openEngine({ endpoint, keys, demo }: Sandbox, dataDir: string, policyFile: string, log: Log): Promise<Engine> {
  if (keys === undefined || demo === undefined) throw new HealError('emulator-failed', 'the sandbox was started without its demo account');
  const { account, region } = demo;
  return openLocal({
    dataDir,
    policyFile,
    endpoint,
    keys: keys.engine,
    account,
    region,
    readRole: 'selfheal-read',
    writeRole: 'selfheal-write',
    defaultMode: 'autopilot',
    log,
  });
}

/** Hands every event of the sandbox to the engine, side by side, as `up` does. */
async function intake(endpoint: string, engine: Engine, signal: AbortSignal, log: Log): Promise<void> {
  const open = new Set<Promise<unknown>>();
  for await (const { event } of followEvents(endpoint, { after: 0 }, signal, log)) {
    const receiving = engine.receive(event, true).finally(() => open.delete(receiving));
    open.add(receiving);
  }
  await Promise.all(open);
}

async function one(scenario: Scenario, { endpoint, keys, demo }: Sandbox, engine: Engine): Promise<ScenarioResult> {
  if (keys === undefined || demo === undefined) throw new HealError('emulator-failed', 'the sandbox was started without its demo account');
  const hands = awsHands({ endpoint, keys: keys.user, account: demo.account, region: demo.region });
  const prepared = await scenario.setup(hands, `drill-${scenario.id}`.slice(0, 50));
  await untilQuiet(endpoint, engine);
  const before = await snapshotAccount(hands);
  const writesBefore = await engineWrites(endpoint);
  const result = await runScenario(scenario, prepared, hands, engine);
  const found = await harm(scenario, prepared, before, writesBefore, endpoint, hands);
  return { ...result, harmed: found.length > 0, harm: found };
}

/** A heal must leave the whole account as it was before the break; where nothing was to be done, nothing may have been written. */
async function harm(
  scenario: Scenario,
  prepared: string,
  before: Awaited<ReturnType<typeof snapshotAccount>>,
  writesBefore: number,
  endpoint: string,
  hands: Hands,
): Promise<readonly string[]> {
  if (scenario.action !== undefined) return changes(before, await snapshotAccount(hands));
  const written = (await engineWrites(endpoint)) - writesBefore;
  const elsewhere = changes(before, await snapshotAccount(hands)).filter((change) => !change.includes(prepared));
  return written === 0 ? elsewhere : [`${written} writes where nothing was to be done`, ...elsewhere];
}

/** How many writes the sandbox saw from the engine's write role. */
async function engineWrites(endpoint: string): Promise<number> {
  const { calls } = (await (await fetch(`${endpoint}/_selfheal/calls`)).json()) as {
    calls: readonly { identity?: string; arn?: string }[];
  };
  return calls.filter((call) => JSON.stringify(call).includes(':assumed-role/selfheal-write/')).length;
}

function summary(results: readonly ScenarioResult[]): Drill {
  const exercised = results.filter((result) => result.exercised);
  const times = exercised.flatMap(({ receivedToVerifiedMs }) => (receivedToVerifiedMs === null ? [] : [receivedToVerifiedMs]));
  const engine = exercised.flatMap(({ engineMs }) => (engineMs === null ? [] : [engineMs]));
  return {
    scenarios: results,
    healed: exercised.filter(({ healed, harmed }) => healed && !harmed).length,
    harmed: exercised.filter(({ harmed }) => harmed).length,
    total: exercised.length,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    engineP50Ms: percentile(engine, 0.5),
    engineP95Ms: percentile(engine, 0.95),
  };
}

/** Nearest rank. */
function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
