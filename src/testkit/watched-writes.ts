import type { Tools } from '#flow/tools.ts';
import type { Cloud } from '#ports/cloud.ts';

/** A moment right before or right after a write to the store, the blobs or AWS; writes are numbered from 1. */
export interface Moment {
  readonly nth: number;
  /** `store.commit`, `blobs.put`, `aws.putPublicAccessBlock`. */
  readonly write: string;
  readonly when: 'before' | 'after';
}
/** Called at every moment: may note it, wait, throw, or end the process. */
export type Watch = (moment: Moment) => void | Promise<void>;
type Watched = Pick<Tools, 'store' | 'blobs' | 'cloud'>;

/** The same store, blobs and cloud, with a watch on every write. */
export function watchWrites({ store, blobs, cloud }: Watched, watch: Watch): Watched {
  let writes = 0;
  const watched = async <T>(write: string, run: () => Promise<T>): Promise<T> => {
    const nth = ++writes;
    await watch({ nth, write, when: 'before' });
    const answer = await run();
    await watch({ nth, write, when: 'after' });
    return answer;
  };
  const watchedCloud: Cloud = {
    reader: (site) => cloud.reader(site),
    writer(site, incident, scope) {
      const writer = cloud.writer(site, incident, scope);
      return { session: writer.session, send: (call) => watched(`aws.${call.operation}`, () => writer.send(call)) };
    },
  };
  return {
    cloud: watchedCloud,
    blobs: { ...blobs, put: (value, options) => watched('blobs.put', () => blobs.put(value, options)) },
    store: {
      ...store,
      commit: (change, now) => watched('store.commit', () => store.commit(change, now)),
      append: (chain, make) => watched('store.append', () => store.append(chain, make)),
      take: (claim, now) => watched('store.take', () => store.take(claim, now)),
      drop: (claim) => watched('store.drop', () => store.drop(claim)),
      keep: (key, value) => watched('store.keep', () => store.keep(key, value)),
    },
  };
}

/** What a process throws once it is dead, at everything that it still tries to write. */
export class Death extends Error {
  override readonly name = 'Death';
}

/** Dies at one moment; nothing is written after it. */
export function dyingAt(nth: number, when: Moment['when']): Watch {
  let dead = false;
  return (moment) => {
    dead ||= moment.nth === nth && moment.when === when;
    if (dead) throw new Death(`died ${when} write ${nth} (${moment.write})`);
  };
}
