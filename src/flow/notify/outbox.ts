import { asHealError } from '#domain/heal-error.ts';
import type { Telltale } from './channel-set.ts';
import { forget, newMemory, storiesOf, tellChannel, tellDue } from './tell-due.ts';

const everyMs = 500;

/** Tells people and programs beside the worker; a channel that hangs holds up neither a fix nor another channel. */
export interface Outbox {
  /** Until the signal aborts; what is under way then is finished. */
  run(signal: AbortSignal): Promise<void>;
  /** Tells all that is due now, and comes back. */
  due(): Promise<void>;
}

export function outbox(tools: Telltale): Outbox {
  const memory = newMemory(tools);
  const busy = new Map<string, Promise<void>>();
  let complained = '';

  const look = async (): Promise<void> => {
    try {
      const [channels, incidents] = await Promise.all([tools.channels(), memory.pending.look()]);
      const news = storiesOf(incidents, tools);
      for (const one of channels) {
        const { name } = one.channel;
        if (busy.has(name)) continue;
        const telling = tellChannel(one, news, channels, memory, tools).finally(() => busy.delete(name));
        busy.set(name, telling);
      }
      forget(incidents, channels, memory);
      complained = '';
    } catch (error) {
      const { message } = asHealError(error);
      if (message !== complained) tools.log.error(`nobody can be told: ${message}; trying again`);
      complained = message;
    }
  };
  return {
    async run(signal) {
      while (!signal.aborted) {
        await look();
        await tools.clock.sleep(everyMs, signal);
      }
      await Promise.all(busy.values());
    },
    due: () => tellDue(tools, memory),
  };
}
