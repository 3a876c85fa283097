import type { Store } from '#ports/store.ts';
import type { OpenStore } from '#testkit/store-contract.ts';

/** Two handles on the same data where the store has them, else the same one twice: races go through both. */
export async function handles({ store, reopen }: OpenStore): Promise<readonly [Store, Store]> {
  return [store, reopen === undefined ? store : await reopen()];
}
