import { asHealError } from '#domain/heal-error.ts';
import type { Engine } from '#worlds/engine.ts';
import { type Change, changesSince, type Known, nothingKnown } from './changes-since.ts';

/** Tells listeners what changed in the store, whichever process changed it. Looks only while somebody listens. */
export interface ChangeFeed {
  /** Resolves when every change from now on will be told; gives the way to stop listening. */
  listen(tell: (change: Change) => void): Promise<() => void>;
  close(): void;
}

/** One poller for all listeners. */
export function changeFeed(engine: Engine, pollMs = 300): ChangeFeed {
  const listeners = new Set<(change: Change) => void>();
  let watch: Watch | undefined;

  const close = (): void => {
    listeners.clear();
    watch?.stop();
    watch = undefined;
  };
  return {
    async listen(tell) {
      listeners.add(tell);
      watch ??= startWatch(engine, pollMs, (change) => {
        for (const listener of listeners) listener(change);
      });
      await watch.ready;
      return () => {
        listeners.delete(tell);
        if (listeners.size === 0) close();
      };
    },
    close,
  };
}

interface Watch {
  /** Resolves once it is known what is there, so that every later change is seen. */
  readonly ready: Promise<void>;
  stop(): void;
}

function startWatch(engine: Engine, pollMs: number, tell: (change: Change) => void): Watch {
  const { log } = engine.tools;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let known: Known = nothingKnown;
  let complained = '';

  const look = async (tellAll: boolean): Promise<void> => {
    try {
      const { changes, now } = await changesSince(known, engine);
      known = now;
      complained = '';
      if (tellAll && !stopped) for (const change of changes) tell(change);
    } catch (error) {
      const { message } = asHealError(error);
      if (message !== complained) log.error(`changes cannot be read from the store: ${message}; trying again`);
      complained = message;
    }
  };
  const again = async (): Promise<void> => {
    await look(true);
    if (!stopped) timer = setTimeout(again, pollMs);
  };
  const ready = look(false).then(() => {
    if (!stopped) timer = setTimeout(again, pollMs);
  });
  return {
    ready,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
