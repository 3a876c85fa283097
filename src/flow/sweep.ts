import { asHealError, type ErrorDocument, HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { type ResourceRef, resourceKey, type Site } from '#domain/resource-ref.ts';
import type { Signal } from '#domain/signal.ts';
import type { Action, Match } from '#ports/catalogue.ts';
import { admit } from './admit.ts';
import { askingOnce } from './asking-once.ts';
import { look, siteOf } from './look.ts';
import type { Receiving } from './receive.ts';

/** One thing that is wrong now. */
export interface Finding {
  readonly action: string;
  readonly resource: ResourceRef;
  readonly params: Json;
  readonly why: string;
  /** Why the action would not heal it. */
  readonly refused?: string;
  /** What was there, and when it was read: a diagnosis that follows at once need not ask again. */
  readonly seen?: { readonly state: Json; readonly at: number };
}

export interface Swept {
  readonly checked: number;
  readonly wrong: readonly Finding[];
  /** What could not be listed or read, so that nobody takes silence for health. */
  readonly unread: readonly { readonly action: string; readonly site: Site; readonly resource?: string; readonly error: ErrorDocument }[];
}

const atOnce = 16;
const listedAtOnce = 8;

const pairs = (actions: readonly Action[], sites: readonly Site[]) => actions.flatMap((action) => sites.map((site) => ({ action, site })));

/** Looks for what is wrong now, without events: every resource of every chosen action at every site. Writes nothing. */
export async function sweep(
  actions: readonly Action[],
  sites: readonly Site[],
  tools: Pick<Receiving, 'cloud' | 'clock'>,
  progress: (checked: number, of: number) => void = () => undefined,
): Promise<Swept> {
  const wrong: Finding[] = [];
  const unread: Swept['unread'][number][] = [];
  let checked = 0;
  const inspect = async (action: Action, resource: ResourceRef): Promise<void> => {
    const cloud = askingOnce(tools.cloud);
    try {
      for (const params of action.from(resource)) {
        const remedy = action.with(params);
        const at = tools.clock.now();
        const sight = await look(remedy, resource, { cloud });
        if (sight.seen === 'unreadable') throw sight.error;
        if (sight.seen !== 'wrong') continue;
        const refused = remedy.refuses(sight.state);
        const seen = { state: sight.state, at };
        wrong.push({ action: action.id, resource, params, why: sight.wrong, seen, ...(refused === undefined ? {} : { refused }) });
      }
    } catch (error) {
      unread.push({ action: action.id, site: siteOf(resource), resource: resource.id, error: asHealError(error).toJSON() });
    }
  };
  // Many actions heal the same kind of resource: AWS lists it once.
  const listing = askingOnce(tools.cloud);
  const found = new Map<string, { readonly action: Action; readonly resource: ResourceRef }>();
  await each(pairs(actions, sites), listedAtOnce, async ({ action, site }) => {
    try {
      // What has no region is listed at every site of its account, and looked at once.
      for (const resource of await action.list(listing.reader(site)))
        found.set(`${action.id}|${resourceKey(resource)}`, { action, resource });
    } catch (error) {
      unread.push({ action: action.id, site, error: asHealError(error).toJSON() });
    }
  });
  await each([...found.values()], atOnce, async ({ action, resource }) => {
    await inspect(action, resource);
    checked += 1;
    progress(checked, found.size);
  });
  return { checked, wrong: wrong.toSorted((a, b) => key(a).localeCompare(key(b))), unread };
}

const key = ({ action, resource }: Finding): string => `${action}|${resourceKey(resource)}`;

/** All of them, a bounded number at once. */
async function each<T>(items: readonly T[], most: number, visit: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await visit(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, lane));
}

/** Sends a finding through the whole loop like anything else: policy decides. Gives the incident's id. */
export async function admitFinding(finding: Finding, tools: Receiving): Promise<string> {
  const action = await tools.catalogue.action(finding.action);
  if (action === undefined) throw new HealError('not-found', `there is no action ${finding.action}`);
  const { condition } = action.with(finding.params);
  const now = tools.clock.now();
  const signal: Signal = {
    id: `sweep-${tools.ids.short()}`,
    source: 'sweep',
    rank: 'attested',
    title: `Sweep: ${finding.why}`,
    at: now,
    resource: finding.resource,
  };
  const match: Match = {
    detection: {
      id: `sweep.${action.id}`,
      title: `${action.title}: ${finding.why}`,
      class: 'violation',
      severity: 'medium',
      action: action.id,
    },
    remedy: { action: action.id, params: finding.params, condition },
  };
  const seen = finding.seen && { state: await tools.blobs.put(finding.seen.state, { sealed: true }), at: finding.seen.at };
  const admission = await admit(signal, { source: 'selfheal.sweep', resource: finding.resource.id }, match, now, tools, { seen });
  if (admission.admitted !== 'opened') return admission.incident;
  await tools.driver.start(admission.incident);
  return admission.incident.id;
}
