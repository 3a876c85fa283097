import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { parsePolicy } from '#config/load-policy.ts';
import { type EntryBody, readEntry } from '#domain/entry.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Configured, Telltale } from '#flow/notify/channel-set.ts';
import { answer, rollback } from '#flow/people.ts';
import type { Channel, Digest, Notice } from '#ports/notify.ts';
import type { Store } from '#ports/store.ts';
import { bucketWorld } from './bucket-world.ts';
import { type FlowWorld, flowWorld, type Opening } from './flow-world.ts';

/** What a channel was told: a notice with the thread that it joined, or a digest. */
export type Said =
  | { readonly notice: Notice; readonly thread: string | undefined }
  | { readonly digest: Digest; readonly thread: string | undefined };

/** A channel as the outside world: it remembers what it was told, and fails as it is asked to. */
export interface ScriptedChannel extends Channel {
  readonly said: Said[];
  /** Of the notices: kind and headline. */
  readonly kinds: () => readonly string[];
  /** Thrown at every attempt while it is set. */
  fails: HealError | undefined;
  attempts: number;
}

export const unreachable = new HealError('not-told', 'it does not answer', { retry: 'later' });
export const refusing = new HealError('not-told', 'it does not like the message', { retry: 'never' });

export function scriptedChannel(name: string, more: Partial<Channel> = {}): ScriptedChannel {
  const said: Said[] = [];
  const channel: ScriptedChannel = {
    name,
    kind: 'slack',
    gets: 'latest',
    storms: true,
    renews: true,
    recorded: true,
    said,
    fails: undefined,
    attempts: 0,
    kinds: () => said.flatMap((each) => ('notice' in each ? [each.notice.kind] : ['digest'])),
    async tell(notice, thread) {
      channel.attempts += 1;
      if (channel.fails !== undefined) throw channel.fails;
      said.push({ notice, thread });
      return { thread: thread ?? `thread-${said.length}` };
    },
    async digest(digest, thread) {
      channel.attempts += 1;
      if (channel.fails !== undefined) throw channel.fails;
      said.push({ digest, thread });
      return { thread: thread ?? `thread-${said.length}` };
    },
    async greet() {},
    ...more,
  };
  return channel;
}

const driver = { start: async () => {}, wake: async () => {} };
const dave = { name: 'dave', channel: 'cli' };

export interface TellingWorld extends FlowWorld {
  readonly telltale: Telltale;
  /** Opens incidents about so many opened buckets; gives their ids. */
  breakBuckets(count: number, opening?: Opening): Promise<readonly string[]>;
  ledger(id: string): Promise<readonly EntryBody[]>;
  yes(id: string): Promise<void>;
  undo(id: string): Promise<void>;
}

/** The loop over opened buckets, and channels that the policy (YAML) configures and these stand for. */
export function tellingWorld(
  policy: string,
  channels: readonly Channel[],
  options: { readonly store?: Store; readonly process?: string } = {},
): TellingWorld {
  const { cloud, ref, buckets } = bucketWorld(200);
  const flow = flowWorld({ cloud, actions: [blockPublicAccess], policy, ...options });
  const configs = parsePolicy(policy, 'selfheal.yaml').policy.channels;
  const configured = channels.map((channel): Configured => {
    const config = configs[channel.name];
    if (config === undefined) throw new Error(`the policy knows no channel ${channel.name}`);
    return { channel, config };
  });
  let opened = 0;
  return {
    ...flow,
    telltale: { ...flow.tools, channels: async () => configured, sandbox: false },
    async breakBuckets(count, opening) {
      const names = [...buckets.keys()].slice(opened, opened + count);
      opened += count;
      const ids: string[] = [];
      for (const name of names) {
        const bucket = buckets.get(name);
        if (bucket !== undefined) bucket.block = undefined;
        const admission = await flow.open(ref(name), opening);
        ids.push(typeof admission.incident === 'string' ? admission.incident : admission.incident.id);
      }
      return ids;
    },
    async ledger(id) {
      const entries: EntryBody[] = [];
      for await (const entry of flow.tools.store.entries(id)) entries.push(readEntry(entry));
      return entries;
    },
    async yes(id) {
      await answer(id, 'approve', dave, { ...flow.tools, driver });
    },
    async undo(id) {
      await rollback(id, dave, { ...flow.tools, driver });
    },
  };
}
