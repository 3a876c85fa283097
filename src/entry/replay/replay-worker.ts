import { parentPort, workerData } from 'node:worker_threads';
import { asHealError } from '#domain/heal-error.ts';
import { forbidCalls } from './forbid-calls.ts';
import { openPolicies, type PolicyFiles } from './open-policies.ts';
import { replayFile } from './replay-file.ts';
import type { FileJob, WorkerNews } from './replay-messages.ts';

const files: PolicyFiles = workerData;
const tell = (news: WorkerNews): void => parentPort?.postMessage(news, []);

forbidCalls();
try {
  const policies = await openPolicies(files);
  parentPort?.on('message', ({ number, file, part }: FileJob) => {
    replayFile({ file, part }, policies, (events) => tell({ news: 'progress', events })).then(
      (tally) => tell({ news: 'done', number, tally }),
      (thrown: unknown) => tell({ news: 'failed', error: asHealError(thrown).toJSON() }),
    );
  });
  tell({ news: 'ready' });
} catch (thrown) {
  tell({ news: 'failed', error: asHealError(thrown).toJSON() });
}
