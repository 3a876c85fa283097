import type { ClaimKey } from '#ports/store.ts';
import type { Tools } from './tools.ts';

const leaseMs = 8_000;
/** While a stage runs its lease is renewed once a second and no more often: at least six of its eight seconds are left. */
export const renewMs = 1_000;

export const leaseKey = (id: string): ClaimKey => `lease:${id}`;

/** The right of one process to run the stages of one incident. */
export interface Lease {
  /** Takes or renews it; false while another process holds it. */
  hold(): Promise<boolean>;
}

/** The lease as one driver sees it: what it renewed a moment ago it does not renew again at the next stage. */
export function leaseOn(id: string, { store, clock, process }: Tools): Lease {
  let freshUntil = Number.NEGATIVE_INFINITY;
  return {
    async hold() {
      const now = clock.now();
      if (now < freshUntil) return true;
      if ((await store.take({ key: leaseKey(id), owner: process, until: now + leaseMs }, now)) !== undefined) return false;
      freshUntil = now + renewMs;
      return true;
    },
  };
}
