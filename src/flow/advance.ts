import { asHealError, HealError } from '#domain/heal-error.ts';
import { type End, hasEnded, type IncidentDocument, type Place, type Stage } from '#domain/incident.ts';
import type { JsonObject } from '#domain/json.ts';
import { resourceKey } from '#domain/resource-ref.ts';
import type { Claim } from '#ports/store.ts';
import { containedFirst } from './decision/class-reasons.ts';
import { learnOutcome } from './diagnosis/analysts/calibration.ts';
import { rememberEnd } from './history.ts';
import { type Journal, openJournal } from './journal.ts';
import { type Lease, leaseKey, leaseOn, renewMs } from './lease.ts';
import { type Ask, isAt, lifecycle, type Outcome } from './lifecycle.ts';
import { metered } from './metered.ts';
import { settleIntents } from './remediation/send.ts';
import type { StageFn, Stages } from './stages.ts';
import type { Tools } from './tools.ts';

/** What a driver has to do next. Times are milliseconds. */
export type Next = { readonly to: Place } | { readonly wait: number } | { readonly ask: string; readonly within: number };

const longestWaitMs = 60_000;
/** How long a stage may wait for AWS to come back, or for a held resource, before a person is told. */
const patienceMs = 24 * 60 * 60_000;
/** AWS's own errors (status 500 and the like) pass sooner, or a person should know. */
const awsErrorPatienceMs = 15 * 60_000;

/** Runs one stage once and commits what came of it. Drivers call this and nothing else; calling it again for a stage that already committed does nothing. */
// The type parameter ties the stage's name to its function.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export async function advance<S extends Stage>(
  id: string,
  expected: S,
  stages: Stages,
  tools: Tools,
  lease: Lease = leaseOn(id, tools),
): Promise<Next> {
  const { store, clock } = tools;
  const incident = await store.incident(id);
  if (incident === undefined) throw new HealError('not-found', `there is no incident ${id}`);
  if (incident.stage !== expected) return { to: incident.stage };
  if (!(await lease.hold())) return { wait: 500 };
  const heartbeat = setInterval(() => void lease.hold().catch(() => undefined), renewMs);
  const journal = openJournal(store, () => clock.now(), incident);
  try {
    return await runStage(expected, stages[expected], journal, tools);
  } finally {
    clearInterval(heartbeat);
    journal.close();
  }
}

/** Gives the lease back, when a driver parks an incident. */
export const release = (id: string, { store, process }: Tools): Promise<void> => store.drop({ key: leaseKey(id), owner: process });

async function runStage<S extends Stage>(stage: S, run: StageFn<S>, journal: Journal, tools: Tools): Promise<Next> {
  const { incident } = journal;
  if (!isAt(incident, stage))
    throw new HealError(
      'bad-state',
      `${incident.id}: the stored incident lacks facts that ${stage} needs; its ledger shows where they were lost`,
    );
  const meter = metered(tools);
  try {
    const outcome = await inTime(stage, incident.id, run(incident, meter.tools, journal));
    return await settle(stage, outcome, journal, tools, meter.spent());
  } catch (thrown) {
    const error = asHealError(thrown);
    if (error.code === 'fence-lost') return { wait: 500 };
    tools.log.warn(`${incident.id}: ${stage}: ${error.message}`, { code: error.code });
    return await fail(stage, error, journal, tools, meter.spent());
  }
}

async function inTime<S extends Stage>(stage: S, id: string, running: Promise<Outcome<S>>): Promise<Outcome<S>> {
  const { seconds } = lifecycle[stage];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new HealError('timed-out', `${id}: ${stage} took longer than its ${seconds} s`, { retry: 'now' })),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}

function jsonOf(facts: object): JsonObject {
  const json: JsonObject = JSON.parse(JSON.stringify(facts));
  return json;
}

interface Spent {
  readonly awsMs: number;
  readonly awsCalls: number;
}

async function settle<S extends Stage>(stage: S, outcome: Outcome<S>, journal: Journal, tools: Tools, spent: Spent): Promise<Next> {
  const now = tools.clock.now();
  if ('to' in outcome) {
    const { to, why, ...facts } = outcome;
    return await move(journal, tools, { to, why, facts: jsonOf(facts), patch: facts, spent });
  }
  if ('ask' in outcome) return await park(outcome, journal, spent, now);
  return await pause(stage, outcome.wait, outcome.why, journal, spent, now);
}

/** Tells the ledger when the question is put or put again. An answer that came while the question was being recorded is not parked over. */
async function park({ ask, within, why, question, said }: Ask, journal: Journal, spent: Spent, now: number): Promise<Next> {
  const { incident } = journal;
  const notes = said === undefined ? [] : [{ kind: 'asked' as const, body: { ask, within, why, ...said } }];
  await journal.record({ patch: { asked: ask, question, due: now + within, why, ...added(incident, spent) }, notes });
  if (journal.incident.answer?.planHash !== ask) return { ask, within };
  await journal.record({ patch: { due: now }, notes: [] });
  return { wait: 0 };
}

/** Waits are told once: the same reason again renews the time only. */
async function pause(stage: Stage, wait: number, why: string, journal: Journal, spent: Spent, now: number): Promise<Next> {
  const notes = alreadySaid(journal.incident, why) ? [] : [{ kind: 'waited' as const, body: { stage, why } }];
  await journal.record({ patch: { due: now + wait, why, ...added(journal.incident, spent) }, notes });
  return { wait };
}

const alreadySaid = (incident: IncidentDocument, why: string): boolean => incident.why === why;

async function fail(stage: Stage, error: HealError, journal: Journal, tools: Tools, spent: Spent): Promise<Next> {
  const { attempts, failed } = lifecycle[stage];
  const { incident } = journal;
  const now = tools.clock.now();
  const patience = error.code === 'aws-error' ? awsErrorPatienceMs : patienceMs;
  if (error.retry === 'later' && now - incident.since < patience) {
    const wait = Math.min(longestWaitMs, 500 * 2 ** Math.min(10, Math.floor((now - incident.since) / 2_000)));
    return await pause(stage, wait, error.message, journal, spent, now);
  }
  const attempt = incident.attempt + 1;
  if (error.retry === 'now' && attempt < attempts) {
    const wait = 200 * 2 ** attempt;
    await journal.record({
      patch: { attempt, due: now + wait, why: error.message, ...added(incident, spent) },
      notes: [{ kind: 'waited', body: { stage, attempt, why: error.message, error: error.toJSON() } }],
    });
    return { wait };
  }
  await settleIntents(journal, tools);
  return await move(journal, tools, { to: failed, why: error.message, facts: { error: error.toJSON() }, patch: {}, spent });
}

interface Step {
  readonly to: Place;
  readonly why: string;
  readonly facts: JsonObject;
  readonly patch: Partial<IncidentDocument>;
  readonly spent: Spent;
}

async function move(journal: Journal, tools: Tools, { to, why, facts, patch, spent }: Step): Promise<Next> {
  const { incident } = journal;
  const now = tools.clock.now();
  const moved = { kind: 'moved', body: { from: incident.stage, to, why, ...facts } } as const;
  const place = { stage: to, why, since: now, attempt: 0, ...added(incident, spent) };
  if (!hasEnded(to)) {
    await journal.record({ patch: { ...patch, ...place, due: now }, notes: [moved] });
    return { to };
  }
  await rememberEnd({ ...incident, closedAt: now }, tools);
  await learnOutcome(incident, to, tools);
  await journal.record({
    patch: { ...patch, ...place, due: undefined, closedAt: now, token: undefined },
    notes: [moved, { kind: 'ended', body: { end: to, why, ...pageOf(to, incident, tools) } }],
    drop: held(incident),
  });
  return { to };
}

/** Does this end page a person? What is escalated does, what was contained first, and a question that nobody answered, unless the policy says otherwise. */
function pageOf(end: End, { decision }: IncidentDocument, { policy }: Tools): JsonObject {
  if (end === 'escalated') return { page: true };
  if (end === 'expired') return { page: policy().policy.approval.onTimeout === 'page' };
  const acted = end === 'healed' || end === 'rolled-back';
  return acted && decision?.reasons.some(({ rule }) => rule === containedFirst) === true ? { page: true } : {};
}

/** What an incident holds while it is open. */
const held = (incident: IncidentDocument): readonly Claim[] => [
  { key: `fingerprint:${incident.fingerprint}`, owner: incident.id },
  { key: `resource:${resourceKey(incident.resource)}`, owner: incident.id },
  { key: `intent:${incident.id}`, owner: incident.id },
];

const added = (incident: IncidentDocument, { awsMs, awsCalls }: Spent): Pick<IncidentDocument, 'awsMs' | 'awsCalls'> => ({
  awsMs: incident.awsMs + awsMs,
  awsCalls: incident.awsCalls + awsCalls,
});
