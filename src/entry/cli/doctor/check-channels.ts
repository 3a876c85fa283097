import { loadPolicy } from '#config/load-policy.ts';
import { asHealError } from '#domain/heal-error.ts';
import { dayAndTime } from '#entry/cli/durations.ts';
import { openJournal } from '#entry/cli/journal.ts';
import type { Configured } from '#flow/notify/channel-set.ts';
import { readHealth } from '#flow/notify/health.ts';
import { channelsOf } from '#worlds/channels-of.ts';
import { type Check, fine, missing, unused } from './check.ts';

/** Can each channel of the policy be told; and since when, and why, not? Sends nothing. */
export async function checkChannels(policyFile: string, dataDir: string): Promise<readonly Check[]> {
  try {
    const { policy } = await loadPolicy(policyFile);
    if (Object.keys(policy.channels).length === 0)
      return [
        unused('Channels', 'none in the policy: notices stand on the terminal of "selfheal up"; docs/channels.md tells how to add one'),
      ];
    const aws = { account: '', region: 'us-east-1' };
    const channels = await channelsOf(() => policy, { aws, print: () => {}, now: Date.now })();
    const failing = await failures(channels, dataDir);
    return channels.map(({ channel: { name, kind, lacks } }) => {
      const title = `Channel ${name}`;
      if (lacks !== undefined)
        return missing(title, `${lacks}; the engine may have it all the same, if it was started with other variables`);
      return failing.get(name) ?? fine(title, `${kind}; "selfheal channels test ${name}" sends a harmless message`);
    });
  } catch (error) {
    // A policy that cannot be read has a line of its own.
    return [unused('Channels', `not looked at: ${asHealError(error).message.split('\n')[0] ?? ''}`)];
  }
}

/** What the outbox noted of channels that it could not reach the last time. */
async function failures(channels: readonly Configured[], dataDir: string): Promise<ReadonlyMap<string, Check>> {
  const found = new Map<string, Check>();
  let store: ReturnType<typeof openJournal>;
  try {
    store = openJournal(dataDir);
  } catch {
    return found;
  }
  for (const { channel } of channels) {
    const health = await readHealth(store, channel.name);
    if (health === undefined) continue;
    const { since, failures, error } = health;
    found.set(
      channel.name,
      missing(
        `Channel ${channel.name}`,
        `could not be told ${failures} ${failures === 1 ? 'time' : 'times'} since ${dayAndTime(since)}: ${error}`,
      ),
    );
  }
  await store.close();
  return found;
}
