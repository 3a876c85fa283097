import type { Scenario } from '#catalogue/define-scenario.ts';
import { isGlobal } from '#catalogue/sources/resource-name.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { partitionOf, resourceKey } from '#domain/resource-ref.ts';
import type { Hands } from '#ports/hands.ts';
import type { Engine } from '#worlds/engine.ts';

/** What came of one scenario. Times are milliseconds; `outcome` is where the incident came to rest. */
export interface ScenarioResult {
  readonly id: string;
  readonly title: string;
  readonly outcome: string;
  /** It came to rest where the scenario says, and the cloud itself, read by the scenario, is as it must be. */
  readonly healed: boolean;
  readonly asked: boolean;
  /** Something changed in the account that had no business to; `harm` says what. */
  readonly harmed: boolean;
  readonly harm: readonly string[];
  readonly exercised: boolean;
  readonly why: string;
  readonly incident: string | null;
  readonly receivedToVerifiedMs: number | null;
  readonly engineMs: number | null;
  readonly awsCalls: number | null;
}

const appearMs = 5_000;
const settleMs = 60_000;

export const notExercised = (scenario: Scenario, why: string): ScenarioResult => ({
  id: scenario.id,
  title: scenario.title,
  outcome: 'not exercised',
  healed: false,
  asked: false,
  harmed: false,
  harm: [],
  exercised: false,
  why,
  incident: null,
  receivedToVerifiedMs: null,
  engineMs: null,
  awsCalls: null,
});

/** Breaks one thing and waits until the engine has come to rest over it. `prepared`: the id that `setup` gave. */
export async function runScenario(scenario: Scenario, prepared: string, hands: Hands, engine: Engine): Promise<ScenarioResult> {
  const known = await incidentsOf(scenario, prepared, hands, engine);
  await scenario.break(hands, prepared);
  const incident = await atRest(scenario, prepared, known, hands, engine);
  const problem = await scenario.expect(hands, prepared).catch((error: unknown) => asHealError(error).message);
  const came = incident?.stage ?? 'nothing happened';
  const why =
    problem ??
    (came === scenario.ends
      ? (incident?.why ?? '')
      : `it ended ${came}, not ${scenario.ends}${incident === undefined ? '' : `: ${incident.why}`}`);
  const right = problem === undefined && came === scenario.ends;
  const verified = incident?.verification?.result === 'healed' ? incident.verification.at - incident.receivedAt : null;
  return {
    id: scenario.id,
    title: scenario.title,
    outcome: came,
    healed: right,
    asked: incident?.stage === 'approval',
    harmed: false,
    harm: [],
    exercised: true,
    why,
    incident: incident?.id ?? null,
    receivedToVerifiedMs: verified,
    engineMs: verified === null || incident === undefined ? null : Math.max(0, Math.round((verified - incident.awsMs) * 10) / 10),
    awsCalls: incident?.awsCalls ?? null,
  };
}

async function incidentsOf(
  { resource }: Scenario,
  id: string,
  { account, region }: Hands,
  { tools }: Engine,
): Promise<readonly IncidentDocument[]> {
  // What an account has once is at no region, what it has in each is there.
  const homes = isGlobal(resource) ? ['global'] : resource === 'AWS::::Account' ? [region, 'global'] : [region];
  const found = homes.map(async (home) => {
    const key = resourceKey({ partition: partitionOf(region), account, region: home, type: resource, id });
    return (await tools.store.incidents({ by: 'resource', resource: key }, { limit: 10 })).items;
  });
  return (await Promise.all(found)).flat();
}

/** The incident that the break opened, once it has ended or asks; nothing when none appeared. */
async function atRest(
  scenario: Scenario,
  id: string,
  known: readonly IncidentDocument[],
  hands: Hands,
  engine: Engine,
): Promise<IncidentDocument | undefined> {
  const { clock } = engine.tools;
  const deadline = clock.now() + appearMs;
  while (clock.now() < deadline) {
    const fresh = (await incidentsOf(scenario, id, hands, engine)).find((incident) => !known.some((old) => old.id === incident.id));
    if (fresh !== undefined) return await engine.settled(fresh.id, settleMs);
    await clock.sleep(20);
  }
  return undefined;
}
