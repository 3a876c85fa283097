import { asHealError } from '#domain/heal-error.ts';
import { type ResourceRef, resourceKey, type Site } from '#domain/resource-ref.ts';
import type { Signal } from '#domain/signal.ts';
import type { Action } from '#ports/catalogue.ts';
import { look } from './look.ts';
import type { Tools } from './tools.ts';

/** Where the last good state of a resource is kept, a blob's reference: what one action recorded, or what was recorded last. */
export const recordedKey = ({ action, ...resource }: Omit<ResourceRef, 'arn'> & { readonly action?: string }): string =>
  `recorded:${resourceKey(resource)}${action === undefined ? '' : `|${action}`}`;

/** Records the present state of a resource, if it is healthy, for actions that need it once the resource is gone or tampered with. */
export async function record(resource: ResourceRef, tools: Tools): Promise<boolean> {
  const actions = (await tools.catalogue.actions()).filter(({ recorded, resource: type }) => recorded && type === resource.type);
  let recorded = false;
  for (const action of actions) recorded = (await recordFor(action, resource, tools)) || recorded;
  return recorded;
}

async function recordFor(action: Action, resource: ResourceRef, tools: Tools): Promise<boolean> {
  const [params] = action.from(resource);
  if (params === undefined) return false;
  try {
    const sight = await look(action.with(params), resource, tools);
    if (sight.seen !== 'healthy') return false;
    const ref = await tools.blobs.put(sight.state, { sealed: true });
    // Each action judges only its own part of a resource, so no other action's record stands in for its own.
    await tools.store.keep(recordedKey({ ...resource, action: action.id }), ref);
    await tools.store.keep(recordedKey(resource), ref);
    return true;
  } catch (error) {
    tools.log.warn(`the good state of ${resource.id} could not be recorded: ${asHealError(error).message}`);
    return false;
  }
}

/** Reads, and calls on the objects of a bucket: no settings change, and they come by the thousand. */
const teachesNothing = /^(s3:\w*(Object|Multipart|Part)\w*|\w+:(Get|List|Describe|Head|Lookup)\w*)$/;

/** Learns from a call that AWS attests and that was nobody's incident: what the resource is now is its good state. News without the call behind it (Parameter Store's own, Config's) comes before CloudTrail's, so it would teach what an attacker wrote. */
export async function learn({ resource, failed, rank, operation }: Signal, tools: Tools): Promise<void> {
  if (failed === undefined && rank === 'attested' && operation !== undefined && !teachesNothing.test(operation))
    await record(resource, tools);
}

/** Records everything recordable at a site, when the engine starts. Gives how many. */
export async function recordAll(site: Site, tools: Tools): Promise<number> {
  let count = 0;
  for (const action of await tools.catalogue.actions()) {
    if (!action.recorded) continue;
    const resources = await action.list(tools.cloud.reader(site)).catch((error: unknown) => {
      tools.log.warn(`${action.id}: nothing could be listed: ${asHealError(error).message}`);
      return [];
    });
    for (const resource of resources) if (await recordFor(action, resource, tools)) count += 1;
  }
  return count;
}
