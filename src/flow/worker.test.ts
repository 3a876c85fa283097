import { readEntry } from '#domain/entry.ts';
import { driverContract } from '#testkit/driver-contract.ts';
import { loop } from './loop.ts';
import type { Tools } from './tools.ts';
import { startWorker } from './worker.ts';

driverContract('worker in the process', async (tools, asked) => {
  const { store } = tools;
  /** Tells of the question as soon as it is stored, before the worker parks the incident. */
  const commit: Tools['store']['commit'] = async (change, now) => {
    const committed = await store.commit(change, now);
    if (committed.committed && change.entries.some((entry) => readEntry(entry).kind === 'asked')) await asked(change.incident.id);
    return committed;
  };
  const worker = startWorker(loop, { ...tools, store: { ...store, commit } });
  return { driver: worker, parked: () => worker.running === 0, close: () => worker.idle() };
});
