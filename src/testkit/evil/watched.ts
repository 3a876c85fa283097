import type { Tools } from '#flow/tools.ts';
import type { Log } from '#ports/log.ts';

/** Every text that left the engine's memory: what was logged, stored, and put into blobs that are not sealed. */
export interface Written {
  readonly log: string;
  readonly store: string;
  readonly blobs: string;
}

/** Notes every text on its way to where it stays. */
export function watched() {
  const log: string[] = [];
  const stored: string[] = [];
  const open: string[] = [];
  const line: Log['info'] = (message, fields) => void log.push(message, JSON.stringify(fields ?? {}));
  const noted =
    <T extends readonly unknown[], R>(call: (...given: T) => R) =>
    (...given: T): R => {
      stored.push(JSON.stringify(given));
      return call(...given);
    };
  return {
    log: { debug: line, info: line, warn: line, error: line },
    store: (store: Tools['store']): Tools['store'] => ({
      ...store,
      commit: noted(store.commit),
      keep: noted(store.keep),
      take: noted(store.take),
    }),
    blobs: (blobs: Tools['blobs']): Tools['blobs'] => ({
      get: (ref) => blobs.get(ref),
      put(value, options) {
        if (options?.sealed !== true) open.push(JSON.stringify(value));
        return blobs.put(value, options);
      },
    }),
    written: (): Written => ({ log: log.join('\n'), store: stored.join('\n'), blobs: open.join('\n') }),
  };
}
