import { z } from 'zod';
import { costWords } from '#domain/cost-words.ts';
import { type Entry, type EntryBody, entryKinds, readEntry } from '#domain/entry.ts';
import { IncidentClass, Mode, Verdict } from '#domain/facts.ts';
import { endNames, IncidentDocument, stageNames } from '#domain/incident.ts';
import { closesAt, heardOf, questionOf } from '#domain/question.ts';
import type { Blobs } from '#ports/blobs.ts';
import type { Page, Store } from '#ports/store.ts';
import { CallView, callViews } from './call-view.ts';
import { EvidenceView, evidenceViews } from './evidence-view.ts';
import { ledgerFault } from './ledger-fault.ts';
import { StateChange, stateChanges } from './state-changes.ts';
import { StateView, stateView } from './state-view.ts';

/** One line of a list of incidents. Times are ISO 8601; what is not known yet is null. */
export const IncidentSummary = z.object({
  id: z.string(),
  /** Goes up with every change, so that a reader can tell which of two lines is newer. */
  version: z.int(),
  stage: z.enum([...stageNames, ...endNames]),
  /** True while it waits for a person's yes or no. */
  waiting: z.boolean(),
  title: z.string(),
  class: IncidentClass,
  severity: IncidentDocument.unwrap().shape.severity,
  /** Threat score in [0, 1]. */
  score: z.number().nullable(),
  /** The resource's id; `type` is its CloudFormation type. */
  resource: z.string(),
  type: z.string(),
  arn: z.string().nullable(),
  account: z.string(),
  region: z.string(),
  openedAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  /** When a question that nobody answers expires. */
  expiresAt: z.iso.datetime().nullable(),
  /** Whose yes it still takes, in words; null when it waits for nobody. */
  wants: z.string().nullable(),
  /** Who said yes already, while another yes is wanted. */
  yes: z.array(z.string()),
  /** Why it is where it is. */
  why: z.string(),
  /** Why the observed state is wrong, in the action's words. */
  wrong: z.string().nullable(),
  /** Who caused it: an ARN, as AWS attests it. */
  actor: z.string().nullable(),
  verdict: Verdict.nullable(),
  mode: Mode.nullable(),
  action: z.string().nullable(),
  /** The writes that AWS accepted, in order: `s3:putPublicAccessBlock`. */
  did: z.array(z.string()),
  /** Milliseconds from the event's arrival to the read that proved the heal. */
  ms: z.number().nullable(),
  repeats: z.int(),
});
export type IncidentSummary = Readonly<z.infer<typeof IncidentSummary>>;

/** A page of incidents; `next` is the cursor of the page after it. */
export const IncidentsView = z.object({ incidents: z.array(IncidentSummary), next: z.string().nullable() });
export type IncidentsView = Readonly<z.infer<typeof IncidentsView>>;

/** One ledger entry, its body spread; `at` is epoch milliseconds, as it was hashed. */
export const LedgerLine = z.looseObject({ seq: z.int(), at: z.int(), kind: z.enum(entryKinds), hash: z.string() });
export type LedgerLine = Readonly<z.infer<typeof LedgerLine>>;

/** The incident document as it is stored, with its states resolved, its writes, its ledger and its line in a list. */
export const IncidentDetail = IncidentDocument.unwrap().extend({
  summary: IncidentSummary,
  /** What was there before the first write; before that, what the plan was made from. */
  before: StateView.nullable(),
  /** What verification read at last. */
  after: StateView.nullable(),
  /** What the plan's calls should leave. */
  predicted: StateView.nullable(),
  /** What differs between before and after; until there is an after, what the plan would change. */
  changes: z.array(StateChange),
  /** What the plan costs, in words: `t3.medium → m6i.large: +39.7 USD a month (price table of 2026-01-19)`; null without a plan. */
  cost: z.string().nullable(),
  /** What the diagnosis rests on, with the data itself. */
  evidence: z.array(EvidenceView),
  calls: z.array(CallView),
  ledger: z.array(LedgerLine),
  /** Where the chain of entries does not hold; null when it does. */
  broken: z.object({ seq: z.int(), because: z.string() }).nullable(),
});
export type IncidentDetail = Readonly<z.infer<typeof IncidentDetail>>;

/** An incident as one line of a list. */
export function incidentSummary(incident: IncidentDocument): IncidentSummary {
  const { diagnosis, decision, resource, signal, verification } = incident;
  const waiting = isWaiting(incident);
  const expires = waiting ? (closesAt(incident) ?? incident.due) : undefined;
  return {
    id: incident.id,
    version: incident.version,
    stage: incident.stage,
    waiting,
    title: incident.title,
    class: diagnosis?.class ?? incident.class,
    severity: incident.severity,
    score: diagnosis?.score ?? null,
    resource: resource.id,
    type: resource.type,
    arn: resource.arn ?? null,
    account: resource.account,
    region: resource.region,
    openedAt: iso(incident.openedAt),
    receivedAt: iso(incident.receivedAt),
    closedAt: incident.closedAt === undefined ? null : iso(incident.closedAt),
    expiresAt: expires === undefined ? null : iso(expires),
    wants: waiting ? (heardOf(incident)?.wants ?? questionOf(incident)?.wants ?? null) : null,
    yes: waiting ? (heardOf(incident)?.yes ?? []).map(({ by }) => by) : [],
    why: incident.why,
    wrong: diagnosis?.wrong ?? null,
    actor: signal.actor?.arn ?? signal.actor?.type ?? null,
    verdict: decision?.verdict ?? null,
    mode: decision?.mode ?? null,
    action: incident.action?.id ?? null,
    did: incident.sent.filter(({ outcome }) => outcome === 'done').map(({ service, operation }) => `${service}:${operation}`),
    ms: verification?.result === 'healed' ? verification.at - incident.receivedAt : null,
    repeats: incident.repeats,
  };
}

/** A page of the store as JSON that other programs rely on. */
export const incidentsView = ({ items, cursor }: Page<IncidentDocument>): IncidentsView => ({
  incidents: items.map(incidentSummary),
  next: cursor ?? null,
});

/** An incident with everything that is known of it: what `show --json` prints. */
export async function incidentDetail(incident: IncidentDocument, store: Store, blobs: Blobs): Promise<IncidentDetail> {
  const { plan, before, diagnosis, verification } = incident;
  const [was, after, predicted, evidence, entries] = await Promise.all([
    stateView(before?.state ?? plan?.from ?? diagnosis?.state, before?.at, blobs),
    stateView(verification?.state, verification?.at, blobs),
    stateView(plan?.predicted, undefined, blobs),
    evidenceViews(diagnosis, blobs),
    allEntries(incident.id, store),
  ]);
  const bodies = entries.map(readEntry);
  return {
    ...incident,
    summary: incidentSummary(incident),
    before: was,
    after,
    predicted,
    changes: changesBetween(was, after ?? predicted),
    cost: plan === undefined ? null : costWords(plan.cost),
    evidence,
    calls: callViews(bodies),
    ledger: bodies.map((body, index) => ledgerLine(body, entries[index])),
    broken: ledgerFault(incident, entries) ?? null,
  };
}

const changesBetween = (before: StateView | null, after: StateView | null): StateChange[] =>
  before === null || after === null || before.unreadable !== undefined || after.unreadable !== undefined
    ? []
    : stateChanges(before.state, after.state);

/** Every entry of a chain. */
export const allEntries = (chain: string, store: Store): Promise<Entry[]> => Array.fromAsync(store.entries(chain));

/** An entry as it is told: its body, without what only the chain needs. */
export const ledgerLine = ({ alg: _alg, prev: _prev, chain: _chain, ...body }: EntryBody, entry: Entry | undefined): LedgerLine => ({
  ...body,
  hash: entry?.hash ?? '',
});

/** Does the incident wait for a person? An answer to an older plan does not count. */
const isWaiting = ({ stage, answer, plan }: IncidentDocument): boolean =>
  stage === 'approval' && plan !== undefined && answer?.planHash !== plan.hash;

const iso = (at: number): string => new Date(at).toISOString();
