import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '#ports/store.ts';
import { claimCases } from './store-contract/claims.ts';
import { commitCases } from './store-contract/commits.ts';
import { ledgerCases } from './store-contract/ledger.ts';
import { listingCases } from './store-contract/listings.ts';
import { tallyCases } from './store-contract/tallies.ts';
import { valueCases } from './store-contract/values.ts';

/** A fresh, empty store for one test. */
export interface OpenStore {
  readonly store: Store;
  /** One more handle on the same data, as another process would have it; absent when data ends with the handle. */
  readonly reopen?: () => Promise<Store>;
  /** Closes every handle and removes the data. */
  readonly close: () => Promise<void>;
}

/** What every store must do; run it on each adapter. */
export function storeContract(name: string, open: () => Promise<OpenStore>): void {
  describe(name, () => {
    let opened: OpenStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    for (const cases of [commitCases, claimCases, tallyCases, listingCases, ledgerCases, valueCases]) cases(() => opened);
  });
}
