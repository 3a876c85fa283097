import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import { type ResourceRef, resourceKey } from '#domain/resource-ref.ts';
import type { Signal } from '#domain/signal.ts';
import type { ClaimKey, Store } from '#ports/store.ts';
import type { Tools } from './tools.ts';

/** What AWS does by itself within this time after a write of ours may follow from it; numbers stand in docs/policy.md. */
const effectMs = 15 * 60_000;
const mostSteps = 5;
/** Our fix may set off another one of its kind once. */
const mostRepeats = 1;
/** CloudTrail tells the second, not the millisecond. */
const eventTimeMs = 1_000;
/** So many names that an event mentions are looked up. */
const mostNames = 48;

type EffectTools = Pick<Tools, 'store' | 'clock'>;

/** By name, as events mention it; accounts have the same name in every region. */
const effectKey = (account: string, region: string, id: string): ClaimKey => `echo:effect|${account}|${region}|${id}`;

/** From now on what AWS does with this resource may follow from the incident's writes. */
export async function expectEffects(
  resource: ResourceRef,
  incident: string,
  { store, clock }: EffectTools,
  until = clock.now() + effectMs,
): Promise<void> {
  const { account, region, id } = resource;
  const claim = { key: effectKey(account, region, id), owner: incident, until };
  const holder = await store.take(claim, clock.now());
  if (holder === undefined) return;
  await store.drop(holder);
  await store.take(claim, clock.now());
}

/** What an incident follows from: the incident before it, steps since the first write, and the detections of the fixes on other resources on the way. */
export interface Effect {
  readonly of: IncidentDocument;
  readonly steps: number;
  readonly fixes: readonly string[];
  /** Epoch milliseconds after which nothing follows from it any more. */
  readonly until: number;
}

/** The write of ours that an event of AWS itself follows from: it names what we wrote to, or what that changed, and came after it. */
export async function effectIn(
  { id, signal, event, resource }: IncidentDocument,
  { store, clock, blobs }: EffectTools & Pick<Tools, 'blobs'>,
): Promise<Effect | undefined> {
  if (!madeByAws(signal)) return undefined;
  const names = new Set([resource.id, ...(event === undefined ? [] : namesIn(await blobs.get(event)))]);
  const keys = [...names]
    .slice(0, mostNames)
    .flatMap((name) => [
      effectKey(resource.account, resource.region, name),
      ...(resource.region === 'global' ? [] : [effectKey(resource.account, 'global', name)]),
    ]);
  const claims = await Promise.all(keys.map((key) => store.holder(key, clock.now())));
  for (const claim of claims) {
    const of = claim === undefined || claim.owner === id ? undefined : await store.incident(claim.owner);
    if (of === undefined || claim?.until === undefined) continue;
    const wrote = writtenAt(of);
    const other = resourceKey(of.resource) !== resourceKey(resource);
    // What we did not write to follows from what it follows from, not from itself.
    if (wrote === undefined && !other) continue;
    if (signal.at + eventTimeMs <= (wrote ?? of.signal.at)) continue;
    const { steps, fixes } = of.effectOf ?? { steps: 0, fixes: [] };
    // What is wrong with the same resource besides was there before: the breaker counts what comes back.
    const set = wrote !== undefined && other;
    return { of, steps: steps + 1, fixes: set ? [...fixes, of.detection].slice(-mostSteps) : fixes, until: claim.until };
  }
  return undefined;
}

/** When it first wrote; nothing when it has not. */
const writtenAt = ({ sent }: IncidentDocument): number | undefined => sent.find(({ outcome }) => outcome !== 'refused')?.at;

/** Nobody but AWS makes such events: its own notices, and calls of a service or of its service-linked role, which nobody else can assume. */
function madeByAws({ rank, actor, source }: Signal): boolean {
  // What a sweep finds is what we saw ourselves.
  if (rank !== 'attested' || source === 'sweep') return false;
  return actor === undefined || actor.type === 'AWSService' || /:role\/aws-service-role\//.test(actor.role ?? '');
}

/** Every short text of an event that may name something, and the name at the end of every ARN; accounts and numbers name too much. */
function namesIn(event: Json): readonly string[] {
  if (typeof event === 'string') return (event.startsWith('arn:') ? [event, lastOf(event)] : [event]).filter(isName);
  return typeof event === 'object' && event !== null
    ? Object.values(event).flatMap((inner) => (inner === undefined ? [] : namesIn(inner)))
    : [];
}

const isName = (text: string): boolean => text.length > 2 && text.length <= 256 && /\D/.test(text);
const lastOf = (arn: string): string => arn.split(/[:/]/).at(-1) ?? '';

/** Once for each kind of event about each resource; what comes again is nothing that we expected. */
export async function expectedOnce(
  { id, detection, resource, signal }: IncidentDocument,
  { of, steps, until }: Effect,
  { store, clock }: { readonly store: Store; readonly clock: Tools['clock'] },
): Promise<boolean> {
  if (steps > mostSteps) return false;
  const key: ClaimKey = `echo:expected|${of.id}|${signal.source}|${detection}|${resource.type}|${resource.id}`;
  return (await store.take({ key, owner: id, until }, clock.now())) === undefined;
}

/** Why a fix of this kind sets itself off; nothing while it has not, or only once. */
export function stormOf({ detection }: IncidentDocument, { of, fixes }: Effect): string | undefined {
  const alike = fixes.filter((fix) => fix === detection).length;
  if (alike <= mostRepeats) return undefined;
  return `our own fixes set this off ${alike} times in a row, last ${of.id} on ${of.resource.id}: another one would go on for ever, a person decides`;
}
