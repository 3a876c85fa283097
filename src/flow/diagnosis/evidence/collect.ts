import { z } from 'zod';
import { Evidence, Gap } from '#domain/facts.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { type Sight, siteOf } from '#flow/look.ts';
import type { Tools } from '#flow/tools.ts';
import type { Peek } from '#ports/surroundings.ts';
import { becauseOf, outOfTime } from './because.ts';
import { bounded, clippedText } from './bounded.ts';
import { collectors as ours } from './collectors.ts';
import type { Collector, Item } from './define-collector.ts';
import { given } from './given.ts';
import { openScene, type Scene } from './scene.ts';

/** What was found out about an incident, and what could not be read. */
export interface Collected {
  readonly evidence: Evidence[];
  readonly gaps: Gap[];
}

/** On AWS; a sandbox answers at once or never. Milliseconds. */
const usualBudgetMs = 2_000;
/** Together they keep the document far below its 64 KB. */
const mostEvidence = 24;
const mostGaps = 16;
const mostOfOne = 4;
const longestSentence = 400;

/**
 * Looks around an incident that is real, side by side and within the budget. Never throws, and never takes longer: what is late is a gap. A stage
 * that is tried again finds what its last try collected.
 */
export async function collectEvidence(
  incident: IncidentDocument,
  sight: Sight | undefined,
  tools: Tools,
  collectors: readonly Collector[] = ours,
): Promise<Collected> {
  const base = given(incident, sight, tools.clock.now());
  const { seconds, without } = tools.policy().policy.evidence;
  const budgetMs = seconds === undefined ? (tools.evidenceMs ?? usualBudgetMs) : seconds * 1_000;
  if (budgetMs === 0 || incident.class === 'normal' || sight?.seen === 'healthy' || sight?.seen === 'gone')
    return { evidence: base, gaps: [] };
  const again = isAgain(incident, tools);
  const before = again ? await keptOf(incident, tools) : undefined;
  const whole = new AbortController();
  const timer = setTimeout(() => whole.abort(), budgetMs);
  const scene = openScene(incident, sight, peekAt(incident.resource.region, whole.signal, incident, tools), tools);
  const chosen = collectors.filter((each) => !without.includes(each.kind) && applies(each, scene));
  const looks = before?.looks ?? (await Promise.all(chosen.map((each) => within(each, Math.ceil(each.share * budgetMs), scene))));
  clearTimeout(timer);
  if (again && before === undefined) await keep(incident, looks, tools);
  const found = looks.flatMap(({ items }) => items).slice(0, mostEvidence - base.length);
  return {
    evidence: [...base, ...found.map((item, index): Evidence => ({ id: `e${base.length + index + 1}`, ...item }))],
    gaps: looks.flatMap(({ gap }) => gap ?? []).slice(0, mostGaps),
  };
}

const Look = z.object({ items: z.array(Evidence.omit({ id: true })), gap: Gap.optional() });
type Look = Readonly<z.infer<typeof Look>>;
type Unnumbered = Look['items'][number];

const applies = (collector: Collector, scene: Scene): boolean => {
  try {
    return collector.appliesTo(scene);
  } catch {
    return false;
  }
};

/** One collector with its own deadline; the requests of one that is late are given up. */
async function within(collector: Collector, milliseconds: number, scene: Scene): Promise<Look> {
  const { kind } = collector;
  const source = sourceOf(collector, scene);
  const stop = new AbortController();
  const { promise: late, resolve } = Promise.withResolvers<Look>();
  const timer = setTimeout(() => {
    resolve({ items: [], gap: { kind, source, because: outOfTime(milliseconds) } });
    stop.abort();
  }, milliseconds);
  try {
    return await Promise.race([looked(collector, scene, stop.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function looked(collector: Collector, scene: Scene, signal: AbortSignal): Promise<Look> {
  const { kind } = collector;
  const { incident, tools } = scene;
  const source = sourceOf(collector, scene);
  try {
    const aws = {
      here: peekAt(incident.resource.region, signal, incident, tools),
      global: peekAt('global', signal, incident, tools),
    };
    const items = (await collector.collect(scene, aws)).slice(0, mostOfOne);
    return { items: await Promise.all(items.map((item) => stored(item, { ...collector, source }, tools))) };
  } catch (thrown) {
    return { items: [], gap: { kind, source, because: becauseOf(asHealError(thrown)) } };
  }
}

const sourceOf = ({ source }: Collector, { around }: Scene): string => (typeof source === 'string' ? source : source(around));

/** What AWS was asked after the event came in is new enough. */
function peekAt(region: string, signal: AbortSignal, { resource, receivedAt: since }: IncidentDocument, { cloud }: Tools): Peek {
  const reader = cloud.reader({ ...siteOf(resource), region });
  return (service, operation, input) => reader.peek(service, operation, input, { signal, since });
}

/** Redacted before it is cut: half a secret has no form by which it is known. */
async function stored(
  { what, at, data }: Item,
  { kind, source, limitBytes }: Pick<Collector, 'kind' | 'limitBytes'> & { readonly source: string },
  { blobs }: Tools,
): Promise<Unnumbered> {
  const item = { what: clippedText(redacted(what), longestSentence), source, at: Math.round(at), kind };
  if (data === undefined) return item;
  const { json, cut } = bounded(redacted(data), limitBytes);
  return { ...item, blob: await blobs.put(json, { sealed: true }), ...(cut ? { cut } : {}) };
}

const Kept = z.object({ at: z.int(), looks: z.array(Look) });
type Kept = Readonly<z.infer<typeof Kept>>;
/** A stage that is entered so much later has been here before, without using up an attempt. */
const againMs = 10_000;
const staleMs = 5 * 60_000;
const keyOf = ({ id, generation }: IncidentDocument): string => `evidence:${id}:${generation}`;

const isAgain = ({ attempt, since }: IncidentDocument, { clock }: Tools): boolean => attempt > 0 || clock.now() - since > againMs;

async function keptOf(incident: IncidentDocument, { store, clock }: Tools): Promise<Kept | undefined> {
  try {
    const text = await store.kept(keyOf(incident));
    const kept = text === undefined ? undefined : Kept.parse(JSON.parse(text));
    return kept !== undefined && clock.now() - kept.at <= staleMs ? kept : undefined;
  } catch {
    return undefined;
  }
}

async function keep(incident: IncidentDocument, looks: readonly Look[], { store, clock, log }: Tools): Promise<void> {
  await store.keep(keyOf(incident), JSON.stringify({ at: clock.now(), looks })).catch((thrown: unknown) => {
    log.warn(`${incident.id}: its evidence could not be kept: ${asHealError(thrown).message}`);
  });
}
