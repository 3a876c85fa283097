import { asHealError } from '#domain/heal-error.ts';
import type { Configured, Telltale } from './channel-set.ts';
import { failedAgain, type Health, isGivenUpOn, keepHealth, readHealth } from './health.ts';
import { calm, calmed, digestOf, isDue, readStorm, type Storm, sentDigest } from './storm.ts';

/** Longer than any attempt to send: two processes never tell the same at once. */
const leaseMs = 30_000;
const renewMs = 10_000;

/** One channel while one process tells it: its health and its storm, kept as they change. */
export interface Desk extends Configured {
  /** Is it tried now, after it failed? */
  isOpen(): boolean;
  /** Failed for so long or so often that others are told. */
  isGivenUpOn(): boolean;
  /** Sends; what it throws is counted and answered, also `refused`: this message will never be taken. */
  attempt<T>(send: () => Promise<T>): Promise<{ readonly sent: T } | { readonly refused: string } | 'failed'>;
  storm: Storm;
  /** Sends the digest when it is due, and keeps the storm. */
  flush(): Promise<void>;
  keepStorm(): Promise<void>;
  /** So that a long pass keeps its right; false when another process has it now. */
  renew(): Promise<boolean>;
  close(): Promise<void>;
}

/** Desks that this process has opened. */
let opened = 0;
const stormKey = (channel: string): string => `channel:${channel}:storm`;

/** Nothing when another process tells this channel right now. */
export async function openDesk({ channel, config }: Configured, tools: Telltale, details?: string): Promise<Desk | undefined> {
  const { store, clock, log, process } = tools;
  // Two desks of one process are two owners: who passes something on to this channel, or tells at the same time, must wait as well.
  opened += 1;
  const owner = `${process}/${opened}`;
  let until = 0;
  const key = `lease:outbox:${channel.name}` as const;
  const renew = async (): Promise<boolean> => {
    const now = clock.now();
    if (now < until - leaseMs + renewMs) return true;
    until = now + leaseMs;
    return (await store.take({ key, owner, until }, now)) === undefined;
  };
  if (!(await renew())) return undefined;
  let health: Health | undefined = await readHealth(store, channel.name);
  const kept = await store.kept(stormKey(channel.name));
  let written = kept;
  const keepStorm = async (): Promise<void> => {
    const text = JSON.stringify(desk.storm);
    if (text !== written) await store.keep(stormKey(channel.name), text);
    written = text;
  };

  const desk: Desk = {
    channel,
    config,
    storm: channel.storms ? readStorm(kept) : calm,
    renew,
    keepStorm,
    isOpen: () => health === undefined || clock.now() >= health.next,
    isGivenUpOn: () => isGivenUpOn(health, clock.now()),
    async attempt(send) {
      // One mail for each of many recipients may take longer than the lease.
      const heartbeat = setInterval(() => void renew().catch(() => undefined), renewMs);
      try {
        const sent = await send();
        if (health !== undefined) {
          log.info(`${channel.name} can be told again`);
          await keepHealth(store, channel.name, undefined);
        }
        health = undefined;
        return { sent };
      } catch (thrown) {
        const error = asHealError(thrown);
        if (error.code === 'not-told' && error.retry === 'never') return { refused: error.message };
        health = failedAgain(health, error, clock.now());
        await keepHealth(store, channel.name, health);
        log.warn(`${channel.name} could not be told: ${error.message}`, { code: error.code });
        return 'failed';
      } finally {
        clearInterval(heartbeat);
      }
    },
    async flush() {
      if (!channel.storms) return;
      const now = clock.now();
      desk.storm = calmed(desk.storm, config.storm, now);
      await keepStorm();
      const digest = digestOf(desk.storm, now, details);
      if (digest === undefined || !isDue(desk.storm, config.storm, channel.renews, now) || !desk.isOpen()) return;
      const outcome = await desk.attempt(() => channel.digest(digest, desk.storm.digest?.thread));
      if (outcome === 'failed') return;
      desk.storm = sentDigest(desk.storm, now, 'sent' in outcome ? outcome.sent.thread : undefined);
      await keepStorm();
    },
    close: () => store.drop({ key, owner }),
  };
  return desk;
}
