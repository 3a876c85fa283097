import { expect } from 'vitest';
import { rebootInstance } from '#catalogue/actions/ec2/reboot-instance.ts';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Signal } from '#domain/signal.ts';
import { bucketWorld } from './bucket-world.ts';
import { instanceWorld } from './instance-world.ts';
import type { ScriptedCloud } from './scripted-cloud.ts';
import { type SurvivingWorld, survivingWorld } from './surviving-world.ts';
import { turnBothOn, twoCallWorld } from './two-call-world.ts';
import { untruths } from './untruths.ts';
import type { Watch } from './watched-writes.ts';

/** Something wrong in a world of its own, and what a process does about it. */
export interface Case {
  readonly world: SurvivingWorld;
  readonly cloud: ScriptedCloud;
  readonly ref: ResourceRef;
  readonly event: Signal;
  /** How the resource is now. */
  readonly state: () => unknown;
}

/** A bucket without a public access block: one call, which may be repeated. */
export function publicBucket(policy?: string): Case {
  const { cloud, buckets, ref } = bucketWorld(1);
  const bucket = buckets.get('bucket-0001');
  if (bucket === undefined) throw new Error('the world has no bucket');
  bucket.block = undefined;
  const world = survivingWorld({ cloud, actions: [blockPublicAccess], ...(policy === undefined ? {} : { policy }) });
  const resource = ref('bucket-0001');
  return { world, cloud, ref: resource, event: world.event(resource), state: () => bucket.block };
}

/** A plan of two calls, which can be undone. */
export function twoSettings(): Case {
  const { cloud, state, ref } = twoCallWorld();
  const world = survivingWorld({ cloud, actions: [turnBothOn] });
  return { world, cloud, ref, event: world.event(ref), state: () => ({ ...state }) };
}

/** A call that must never be repeated, and whose effect is seen ten seconds later. */
export function hungInstance(): Case {
  const { cloud, ref, impaired } = instanceWorld(() => world.clock.now(), 10_000);
  const world = survivingWorld({ cloud, actions: [rebootInstance] });
  return { world, cloud, ref, event: world.event(ref), state: impaired };
}

/** What a process does in a case. */
export type Run = (given: Case, watch?: Watch) => Promise<void>;

/** A process takes in the event and heals. */
export const heal: Run = async ({ world, event }, watch) => {
  const process = world.process('p1', watch);
  await world.deliver(event, process);
  await world.resume(process);
};

/** After this the claim of a process that died is free. */
export const leaseMs = 8_000;

/** The writes that took effect. */
export const written = ({ cloud }: Case) => cloud.sent.filter(({ effect }) => effect);

/** The one incident there is. */
export async function theOnly({ world }: Case): Promise<IncidentDocument> {
  const [incident, ...others] = await world.incidents();
  if (incident === undefined) throw new Error('nothing was opened');
  expect(others).toEqual([]);
  return incident;
}

/** The only incident, told truly, whose writes open nothing when their events come. */
export async function theTruth(given: Case, { echoes = true } = {}): Promise<IncidentDocument> {
  const { world } = given;
  const incident = await theOnly(given);
  expect(await untruths(incident, { store: world.store, now: world.clock.now() + leaseMs, written: written(given) })).toEqual([]);
  const process = world.process('p3');
  for (const nth of echoes ? written(given).keys() : [])
    expect(await world.deliver(world.echo(nth + 1, given.ref), process)).toMatchObject([{ became: 'echo', incident: incident.id }]);
  return incident;
}
