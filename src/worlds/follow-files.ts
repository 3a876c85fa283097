import type { OpenCatalogue } from '#catalogue/catalogue.ts';
import { fileMark } from '#config/file-mark.ts';
import { type LoadedPolicy, loadPolicy } from '#config/load-policy.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { Log } from '#ports/log.ts';

/** What a person may edit while the engine runs: the policy and their own detections. */
export interface FollowedFiles {
  /** As of the last look; a file that became bad leaves the last good policy in force. */
  policy(): LoadedPolicy;
  /** What is refused right now, a line each. */
  problems(): readonly string[];
  /** Looks at something more from now on, at once and each time; it answers what is wrong there, a line each, and never throws. */
  follow(look: () => Promise<readonly string[]>): void;
  close(): void;
}

interface Followed {
  readonly policyFile: string;
  readonly catalogue: Pick<OpenCatalogue, 'reload' | 'refused' | 'written'>;
  readonly log: Log;
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
}

/** Reads the policy, then looks for changes twice a second: by the files' times, because editors replace files and not every file system tells. Throws HealError `bad-config` when the policy is bad from the start. */
export async function followFiles({ policyFile, catalogue, log, everyMs = 500 }: Followed): Promise<FollowedFiles> {
  let mark = await fileMark(policyFile);
  let current = await loadPolicy(policyFile);
  let badPolicy: string | undefined;
  let badFolder: string | undefined;
  let told: readonly string[] = [];
  let more: () => Promise<readonly string[]> = async () => [];
  let wrongThere: readonly string[] = [];
  let looking: Promise<void> | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const problems = (): readonly string[] =>
    [badPolicy, badFolder, ...catalogue.refused.map(({ message }) => message), ...wrongThere].flatMap((each) => each?.split('\n') ?? []);
  const tellNew = (): void => {
    const now = problems();
    for (const problem of now) if (!told.includes(problem)) log.error(problem);
    told = now;
  };

  const lookAtPolicy = async (): Promise<void> => {
    const found = await fileMark(policyFile);
    if (found === mark) return;
    mark = found;
    try {
      current = await loadPolicy(policyFile);
      badPolicy = undefined;
      log.info(`${policyFile} was read anew`);
    } catch (error) {
      badPolicy = `${asHealError(error).message}\n${policyFile}: the policy before stays in force`;
    }
  };
  const lookAtDetections = async (): Promise<void> => {
    try {
      if (await catalogue.reload()) log.info(`the detections were read anew: there are ${catalogue.written.length}`);
      badFolder = undefined;
    } catch (error) {
      badFolder = `${asHealError(error).message}; what was there before stays in force`;
    }
  };
  /** Not waited for: it may be far away, and an edit of the policy must count at once. */
  const lookAtMore = (): void => {
    looking ??= more().then((found) => {
      wrongThere = found;
      looking = undefined;
      tellNew();
    });
  };
  const again = (): void => {
    timer = setTimeout(async () => {
      lookAtMore();
      await Promise.all([lookAtPolicy(), lookAtDetections()]);
      tellNew();
      if (!closed) again();
    }, everyMs);
    timer.unref();
  };

  tellNew();
  again();
  return {
    policy: () => current,
    problems,
    follow(look) {
      const before = more;
      more = async () => (await Promise.all([before(), look()])).flat();
      lookAtMore();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
