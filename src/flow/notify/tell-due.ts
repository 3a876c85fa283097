import { asHealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Configured, Telltale } from './channel-set.ts';
import { openDesk } from './desk.ts';
import { passDigestOn } from './pass-on.ts';
import { type Pending, pendingIncidents } from './pending.ts';
import type { Storm } from './storm.ts';
import { type Story, storyOf } from './story.ts';
import { tellIncident } from './tell-incident.ts';

/** What this process knows already; nothing of it has to outlive the process. */
export interface Memory {
  readonly pending: Pending;
  /** By channel and incident: the version of which the channel knows all; what was left for later, until when. */
  readonly known: Map<string, { readonly version: number; readonly until?: number }>;
  /** When a channel's digest is to be looked at again. */
  readonly digests: Map<string, number>;
}

export const newMemory = (tools: Telltale): Memory => ({ pending: pendingIncidents(tools), known: new Map(), digests: new Map() });

/** Tells every channel all that is due, once: for a function that is called now and then. Throws nothing: telling is never worth a heal. */
export async function tellDue(tools: Telltale, memory: Memory = newMemory(tools)): Promise<void> {
  try {
    const [channels, incidents] = await Promise.all([tools.channels(), memory.pending.look()]);
    const news = storiesOf(incidents, tools);
    await Promise.all(channels.map((one) => tellChannel(one, news, channels, memory, tools)));
    forget(incidents, channels, memory);
  } catch (error) {
    tools.log.error(`nobody can be told: ${asHealError(error).message}; trying again`);
  }
}

/** An incident, and the rest of it, read once for all channels. */
export interface News {
  readonly incident: IncidentDocument;
  story(): Promise<Story>;
}

export const storiesOf = (incidents: readonly IncidentDocument[], tools: Telltale): readonly News[] =>
  incidents.map((incident) => {
    let story: Promise<Story> | undefined;
    return { incident, story: () => (story ??= storyOf(incident, tools)) };
  });

/** Tells one channel all that is due there. */
export async function tellChannel(
  to: Configured,
  news: readonly News[],
  all: readonly Configured[],
  { known, digests }: Memory,
  tools: Telltale,
): Promise<void> {
  const { name } = to.channel;
  const keyOf = ({ id }: IncidentDocument): string => `${name}:${id}`;
  const now = tools.clock.now();
  const fresh = news
    .filter(({ incident }) => {
      const at = known.get(keyOf(incident));
      return at?.version !== incident.version || (at.until !== undefined && now >= at.until);
    })
    .toSorted(urgentFirst);
  if (fresh.length === 0 && (!to.channel.storms || now < (digests.get(name) ?? 0))) return;
  const desk = await openDesk(to, tools, tools.policy().policy.url);
  if (desk === undefined) return;
  try {
    for (const { incident, story } of fresh) {
      if (!(await desk.renew())) return;
      const wait = await tellIncident(desk, await story(), all, tools);
      known.set(keyOf(incident), { version: incident.version, ...(wait === undefined ? {} : { until: tools.clock.now() + wait }) });
    }
    await desk.flush();
    await passDigestOn(desk, all, tools);
    digests.set(name, isQuietDigest(desk.storm) ? Number.POSITIVE_INFINITY : tools.clock.now() + digestEveryMs);
  } catch (error) {
    tools.log.error(`${name} could not be told: ${asHealError(error).message}; trying again`);
  } finally {
    await desk.close();
  }
}

/** What has ended and is known everywhere is not looked at again. */
export function forget(incidents: readonly IncidentDocument[], channels: readonly Configured[], { pending, known }: Memory): void {
  for (const incident of incidents) {
    const told = channels.map(({ channel }) => known.get(`${channel.name}:${incident.id}`));
    if (!told.every((at) => at?.version === incident.version && at.until === undefined)) continue;
    pending.done(incident);
    if (incident.closedAt !== undefined) for (const { channel } of channels) known.delete(`${channel.name}:${incident.id}`);
  }
}

const digestEveryMs = 1_000;
const isQuietDigest = ({ digest }: Storm): boolean => digest === undefined || (digest.over && !digest.dirty);

const urgentFirst = (one: News, other: News): number => urgency(other) - urgency(one);
const urgency = ({ incident: { stage } }: News): number =>
  stage === 'escalated' || stage === 'expired' ? 2 : Number(stage === 'approval');
