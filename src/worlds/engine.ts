import { randomBytes } from 'node:crypto';
import type { Analysis } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import type { Site } from '#domain/resource-ref.ts';
import { type AnswerLinks, answerLinks } from '#flow/approval/links.ts';
import { opinionOf } from '#flow/diagnosis/analysts/ask-about.ts';
import { keepHabits } from '#flow/habits/keep-habits.ts';
import { loop } from '#flow/loop.ts';
import type { Configured } from '#flow/notify/channel-set.ts';
import { type Outbox, outbox } from '#flow/notify/outbox.ts';
import { type Person, retry, rollback } from '#flow/people.ts';
import { type Receiving, type Reception, receive } from '#flow/receive.ts';
import { learn, recordAll } from '#flow/recorder.ts';
import { resume, stop, stoppedBy } from '#flow/stop.ts';
import { admitFinding, type Finding, type Swept, sweep } from '#flow/sweep.ts';
import type { Tools } from '#flow/tools.ts';
import { startWorker, type Worker } from '#flow/worker.ts';
import { type Answers, answersOf } from './answers.ts';

/** What the shells (CLI, HTTP) can ask of a running or joined engine. */
export interface Engine extends Answers {
  readonly worker: Worker;
  /** Tells people and programs what the ledgers say. */
  readonly outbox: Outbox;
  /** The sites that sweep and the recorder look at when none are named. */
  readonly sites: readonly Site[];
  receive(document: Json, trusted: boolean): Promise<readonly Reception[]>;
  rollback(id: string, person: Person): Promise<IncidentDocument>;
  retry(id: string, person: Person): Promise<IncidentDocument>;
  /** What a model says of an incident, because a person asks: nothing is decided by it. */
  opinion(id: string): Promise<Analysis>;
  stop(by: string): Promise<string | undefined>;
  resume(by: string): Promise<string | undefined>;
  stoppedBy(): Promise<string | undefined>;
  sweep(actionIds: readonly string[], sites: readonly Site[] | undefined, progress?: (checked: number, of: number) => void): Promise<Swept>;
  heal(finding: Finding): Promise<string>;
  recordGood(): Promise<number>;
  /** What is wrong with the policy file and the user's detections right now, a line each: file, line and field. */
  problems(): readonly string[];
  /** The incident once it has ended or waits for a person; throws `timed-out`. */
  settled(id: string, withinMs: number): Promise<IncidentDocument>;
  close(): Promise<void>;
}

/** What a world keeps beside its tools. */
export interface Surroundings {
  /** Asked anew each time: a person may edit the policy. */
  sites(): readonly Site[];
  /** Nothing is ever wrong when absent. */
  problems?(): readonly string[];
  /** The channels that people are told on, given the links by which they answer from their mail; nobody is told when absent. */
  channels?(links: AnswerLinks): () => Promise<readonly Configured[]>;
  /** Is this an AWS on a laptop? */
  readonly sandbox?: boolean;
  /** 32 bytes: what is derived from it signs the links of e-mails. Absent: links are good for the life of this engine. */
  readonly key?: Uint8Array;
  close(): Promise<void>;
}

/** The engine over any world's tools. */
export function openEngine(
  tools: Tools,
  { sites, problems = () => [], key = randomBytes(32), channels, sandbox = false, close }: Surroundings,
): Engine {
  const links = answerLinks(key, tools.policy);
  const worker = startWorker(loop, tools);
  const habits = keepHabits(tools, { writeBehindMs: 2_000 });
  const receiving: Receiving = { ...tools, driver: worker, learned: (signal) => learn(signal, tools), habits };
  return {
    ...answersOf(receiving, links),
    worker,
    get sites() {
      return sites();
    },
    receive: (document, trusted) => receive(document, tools.clock.now(), trusted, receiving),
    outbox: outbox({ ...tools, sandbox, channels: channels?.(links) ?? (async () => []) }),
    rollback: (id, person) => rollback(id, person, receiving),
    retry: (id, person) => retry(id, person, receiving),
    opinion: (id) => opinionOf(id, tools),
    stop: (by) => stop(by, tools),
    resume: (by) => resume(by, tools),
    stoppedBy: () => stoppedBy(tools),
    async sweep(actionIds, at, progress) {
      return sweep(await chosen(actionIds, tools), at ?? sites(), tools, progress);
    },
    heal: (finding) => admitFinding(finding, receiving),
    async recordGood() {
      let count = 0;
      for (const site of sites()) count += await recordAll(site, tools);
      return count;
    },
    problems,
    settled: (id, withinMs) => settled(id, withinMs, tools),
    async close() {
      await worker.idle();
      await habits.close();
      await close();
    },
  };
}

async function chosen(ids: readonly string[], { catalogue }: Tools): Promise<Awaited<ReturnType<Tools['catalogue']['actions']>>> {
  const all = await catalogue.actions();
  const unknown = ids.find((id) => !all.some((action) => action.id === id));
  if (unknown !== undefined) throw new HealError('not-found', `there is no action ${unknown}; "selfheal actions" lists them`);
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

const pollMs = 20;

async function settled(id: string, withinMs: number, { store, clock }: Tools): Promise<IncidentDocument> {
  const deadline = clock.now() + withinMs;
  for (;;) {
    const incident = await store.incident(id);
    if (incident === undefined) throw new HealError('not-found', `there is no incident ${id}; "selfheal incidents" lists them`);
    if (incident.closedAt !== undefined || (incident.stage === 'approval' && incident.answer === undefined)) return incident;
    if (clock.now() >= deadline) throw new HealError('timed-out', `${id} is still ${incident.stage} after ${withinMs} ms: ${incident.why}`);
    await clock.sleep(pollMs);
  }
}
