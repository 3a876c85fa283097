import { filesOf } from '#adapters/files/documents.ts';
import { HealError } from '#domain/heal-error.ts';
import { newCounting } from '#flow/replay/counting.ts';
import type { Policies } from '#flow/replay/judge-event.ts';
import { joinTallies, type Tally } from '#flow/replay/tally.ts';
import { partsOf } from './file-parts.ts';
import type { PolicyFiles } from './open-policies.ts';
import { replayFile } from './replay-file.ts';
import type { FileJob } from './replay-messages.ts';
import { openThread } from './replay-thread.ts';

/** What a replay works on, and with how many threads at most. */
interface History {
  readonly paths: readonly string[];
  readonly policyFiles: PolicyFiles;
  readonly policies: Policies;
  readonly cores: number;
  /** How large the parts of a large file are; larger than any event. */
  readonly partBytes?: number;
  progress(events: number): void;
  readonly interrupted: AbortSignal;
}

/** Judges all files, several at a time, and large ones in parts. The order in which they end changes nothing: tallies are joined in the order of paths and names. Throws what `interrupted` was aborted with. */
export async function replayHistory(history: History): Promise<{ readonly files: number; readonly tally: Tally }> {
  const { paths, policies, partBytes } = history;
  const progress = progressOf(history);
  const jobs: FileJob[] = [];
  const tallies = joiner();
  let files = 0;
  let number = 0;
  for (const path of paths) {
    if (path === '-') {
      files += 1;
      tallies.add(number++, await replayFile({ file: path }, policies, progress));
      continue;
    }
    for await (const file of filesOf(path)) {
      files += 1;
      if (typeof file !== 'string') tallies.add(number++, unreadable(file.error));
      else for (const part of (await partsOf(file, partBytes)) ?? [undefined]) jobs.push({ number: number++, file, part });
    }
  }
  await judgeAll(jobs, history, tallies.add);
  return { files, tally: tallies.joined() };
}

function progressOf({ progress, interrupted }: History): (events: number) => void {
  return (events) => {
    interrupted.throwIfAborted();
    progress(events);
  };
}

function unreadable(error: HealError): Tally {
  const counting = newCounting();
  counting.unreadable(error.message);
  return counting.tally();
}

/** Joins tallies as soon as all before them are there, so that few are held at a time. */
function joiner() {
  const waiting = new Map<number, Tally>();
  let joined = newCounting().tally();
  let next = 0;
  return {
    add(number: number, added: Tally): void {
      waiting.set(number, added);
      for (let tally = waiting.get(next); tally !== undefined; tally = waiting.get(next)) {
        joined = joinTallies(joined, tally);
        waiting.delete(next++);
      }
    },
    joined: (): Tally => joined,
  };
}

/** This thread and the others each take the next file when they have done one; threads that are not ready when all are taken were not needed. */
async function judgeAll(jobs: readonly FileJob[], history: History, add: (number: number, tally: Tally) => void): Promise<void> {
  const { policyFiles, policies, cores, interrupted } = history;
  const progress = progressOf(history);
  const queue = jobs.values();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const interrupt = (): void => reject(interrupted.reason);
  interrupted.addEventListener('abort', interrupt);
  const threads = Array.from({ length: Math.min(cores, jobs.length) - 1 }, () =>
    openThread({ policyFiles, queue, add, progress: history.progress, failed: reject }),
  );
  const ownShare = async (): Promise<void> => {
    for (const { number, ...given } of queue) add(number, await replayFile(given, policies, progress));
    await Promise.all(threads.map((thread) => thread.idle()));
  };
  try {
    await Promise.race([failed, ownShare()]);
  } finally {
    interrupted.removeEventListener('abort', interrupt);
    await Promise.all(threads.map((thread) => thread.end()));
  }
}
