import { Worker } from 'node:worker_threads';
import { HealError } from '#domain/heal-error.ts';
import type { Tally } from '#flow/replay/tally.ts';
import type { PolicyFiles } from './open-policies.ts';
import type { FileJob, WorkerNews } from './replay-messages.ts';

interface Share {
  readonly policyFiles: PolicyFiles;
  /** Shared with every other thread. */
  readonly queue: Iterator<FileJob>;
  add(number: number, tally: Tally): void;
  progress(events: number): void;
  failed(because: unknown): void;
}

/** A thread that judges files of the queue. */
interface Thread {
  /** Comes back when it works on no file. */
  idle(): Promise<void>;
  end(): Promise<unknown>;
}

/** What a thread runs; before anything else it closes itself to the world. */
export const threadFile = new URL('./replay-worker.ts', import.meta.url);

/** Starts a thread; it takes its first file when it has opened the catalogue. */
export function openThread({ policyFiles, queue, add, progress, failed }: Share): Thread {
  const worker = new Worker(threadFile, { workerData: policyFiles });
  let working = Promise.withResolvers<void>();
  working.resolve();
  worker.on('error', failed);
  worker.on('exit', () => failed(new HealError('unexpected', 'A thread of the replay ended before it was done.')));
  worker.on('message', (told: WorkerNews) => {
    if (told.news === 'progress') return progress(told.events);
    if (told.news === 'failed') return failed(new HealError(told.error.code, told.error.message, told.error));
    if (told.news === 'done') add(told.number, told.tally);
    working.resolve();
    const { value: job, done } = queue.next();
    if (done === true) return;
    working = Promise.withResolvers<void>();
    worker.postMessage(job, []);
  });
  return {
    async idle() {
      for (let last: Promise<void> | undefined; last !== working.promise; ) {
        last = working.promise;
        await last;
      }
    },
    end: () => worker.terminate(),
  };
}
