import { join } from 'node:path';
import type { Store } from '#ports/store.ts';
import { storeContract } from '#testkit/store-contract.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { openSqliteStore } from './store.ts';

storeContract('the store in SQLite', async () => {
  const folder = await temporaryFolder();
  const handles: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = openSqliteStore(join(folder.path, 'store.db'));
    handles.push(store);
    return store;
  };
  return {
    store: await open(),
    reopen: open,
    close: async () => {
      for (const handle of handles) await handle.close();
      await folder.remove();
    },
  };
});
