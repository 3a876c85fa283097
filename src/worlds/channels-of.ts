import { type ChannelWorld, channelOf } from '#adapters/notify/channel-of.ts';
import { type Channels, usualChannels } from '#config/channels.ts';
import type { Configured } from '#flow/notify/channel-set.ts';

/** The channels that the policy names now, or the terminal where it names none; each is made once for as long as its configuration stays. */
export function channelsOf(policy: () => { readonly channels: Channels }, world: ChannelWorld): () => Promise<readonly Configured[]> {
  const made = new Map<string, Promise<Configured>>();
  return async () => {
    const { channels } = policy();
    const named = Object.entries(Object.keys(channels).length === 0 ? usualChannels : channels);
    const now = new Map(named.map(([name, config]) => [JSON.stringify([name, config]), { name, config }]));
    for (const key of made.keys()) if (!now.has(key)) made.delete(key);
    for (const [key, { name, config }] of now)
      if (!made.has(key))
        made.set(
          key,
          channelOf(name, config, world).then((channel) => ({ channel, config })),
        );
    return Promise.all(made.values());
  };
}
