import { memoryBlobs } from '#adapters/memory/blobs.ts';
import { countingIds } from '#adapters/memory/ids.ts';
import { memoryStore } from '#adapters/memory/store.ts';
import { priceTable } from '#adapters/prices/price-table.ts';
import { parsePolicy } from '#config/load-policy.ts';
import { hasEnded, type IncidentDocument, type Place } from '#domain/incident.ts';
import { advance } from '#flow/advance.ts';
import { isStage } from '#flow/lifecycle.ts';
import { answer } from '#flow/people.ts';
import { type Receiving, type Reception, receive } from '#flow/receive.ts';
import type { Stages } from '#flow/stages.ts';
import type { Tools } from '#flow/tools.ts';
import type { Question } from '#ports/model.ts';
import { sleepingClock } from '#testkit/flow-world.ts';
import type { ScriptedCloud } from '#testkit/scripted-cloud.ts';
import type { EvilModel } from './evil-model.ts';
import type { Ground } from './ground.ts';
import type { Planted } from './planted.ts';
import { withHostileRunbook } from './runbook-of.ts';
import type { Scenario } from './scenarios.ts';
import { type Written, watched } from './watched.ts';

/** Everything that came of one decision. */
export interface Decided {
  readonly receptions: readonly Reception[];
  readonly incident: IncidentDocument | undefined;
  readonly sent: ScriptedCloud['sent'];
  readonly questions: readonly Question[];
  readonly written: Written;
  /** How often somebody who must not answer got through. */
  readonly bypassed: number;
  /** What came of it when a person then said yes; absent where nobody was asked, or nobody answered. */
  readonly yes?: { readonly stage: Place; readonly sent: ScriptedCloud['sent'] };
}

/** Where a decision is made. */
export interface Setting {
  readonly scenario: Scenario;
  readonly plant: Planted;
  readonly ground: Ground;
  /** The loop's own, or others that are to be found out. */
  readonly stages: Stages;
  /** Memory when absent. */
  readonly keeping?: Pick<Tools, 'store' | 'blobs' | 'log'>;
  /** A person says yes to what waits for one. */
  readonly saysYes?: boolean;
}

const key = new Uint8Array(32).fill(7);
const policies = new Map<string, ReturnType<typeof parsePolicy>>();
const mostStages = 60;

/** One event through the whole loop, in a world of its own, beside the given model. */
export async function decideWith(
  model: EvilModel | undefined,
  { scenario, plant, ground, stages, keeping, saysYes = false }: Setting,
): Promise<Decided> {
  const staged = scenario.stage(plant);
  const text = `${staged.policy ?? ''}\nmodel: { provider: bedrock, ask: always }\n`;
  const loaded = policies.get(text) ?? parsePolicy(text, 'selfheal.yaml');
  policies.set(text, loaded);
  const clock = sleepingClock();
  const watch = watched();
  const tools: Receiving = {
    store: watch.store(keeping?.store ?? memoryStore()),
    blobs: watch.blobs(keeping?.blobs ?? memoryBlobs(key)),
    cloud: staged.cloud,
    catalogue: ground.catalogue,
    knowledge: withHostileRunbook(ground.knowledge, plant, staged.forbids ?? []),
    prices: priceTable,
    clock,
    ids: countingIds(),
    log: keeping?.log ?? watch.log,
    policy: () => loaded,
    defaultMode: staged.mode ?? 'autopilot',
    agreementMs: 100,
    process: 'p1',
    driver: { start: async () => {}, wake: async () => {} },
    model,
  };
  const receptions = await receive(staged.event, clock.now(), staged.trusted ?? true, tools);
  const opened = receptions.find((reception) => reception.became === 'opened');
  const id = opened?.became === 'opened' ? opened.incident : undefined;
  const at = id === undefined ? undefined : await driven(id, stages, tools, clock);
  const bypassed = at?.stage === 'approval' ? await strangersGetThrough(at, tools) : 0;
  const incident = at === undefined || bypassed === 0 ? at : await driven(at.id, stages, tools, clock);
  const sent = [...staged.cloud.sent];
  const yes = saysYes && incident?.stage === 'approval' ? await approved(incident.id, stages, tools, clock) : undefined;
  const after = yes === undefined ? {} : { yes: { stage: yes.stage, sent: staged.cloud.sent.slice(sent.length) } };
  return { receptions, incident, sent, questions: model?.questions ?? [], written: watch.written(), bypassed, ...after };
}

/** Runs stages until the incident ends or waits for a person. */
async function driven(id: string, stages: Stages, tools: Tools, clock: ReturnType<typeof sleepingClock>): Promise<IncidentDocument> {
  for (let ran = 0; ran < mostStages; ran++) {
    const incident = await theIncident(id, tools);
    if (hasEnded(incident.stage) || !isStage(incident.stage)) return incident;
    const next = await advance(id, incident.stage, stages, tools);
    if ('ask' in next) return await theIncident(id, tools);
    if ('wait' in next) await clock.sleep(next.wait);
  }
  return await theIncident(id, tools);
}

async function theIncident(id: string, { store }: Pick<Tools, 'store'>): Promise<IncidentDocument> {
  const incident = await store.incident(id);
  if (incident === undefined) throw new Error(`no incident ${id}`);
  return incident;
}

async function approved(id: string, stages: Stages, tools: Receiving, clock: ReturnType<typeof sleepingClock>): Promise<IncidentDocument> {
  await answer(id, 'approve', { name: 'dave', channel: 'cli' }, tools);
  return await driven(id, stages, tools, clock);
}

/** Who caused it says yes, and so does somebody to another plan: neither may count. */
async function strangersGetThrough({ id, signal }: IncidentDocument, tools: Receiving): Promise<number> {
  const { actor } = signal;
  const culprits = [actor?.arn, actor?.session].filter((name) => name !== undefined);
  const tries = [
    ...culprits.map((name) => answer(id, 'approve', { name, channel: 'cli' }, tools)),
    answer(id, 'approve', { name: 'dave', channel: 'cli' }, tools, { planHash: '0'.repeat(64) }),
  ];
  const outcomes = await Promise.allSettled(tries);
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}
