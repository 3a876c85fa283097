import { storeContract } from '#testkit/store-contract.ts';
import { memoryStore } from './store.ts';

storeContract('the store in memory', async () => {
  const store = memoryStore();
  return { store, close: () => store.close() };
});
