import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { HealError } from '#domain/heal-error.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { wholeNumber } from '#entry/cli/read-option.ts';
import { replayText } from '#entry/cli/story/replay-text.ts';
import { forbidCalls } from '#entry/replay/forbid-calls.ts';
import { openPolicies } from '#entry/replay/open-policies.ts';
import { replayHistory } from '#entry/replay/replay-history.ts';
import { threadFile } from '#entry/replay/replay-thread.ts';
import { replayReport } from '#flow/replay/replay-report.ts';

interface Options {
  readonly diff?: string;
  readonly cores?: number;
}

/** The time machine: history through detection, score and policy, with no call leaving the process. */
export const replay = defineCommand<Options>({
  arguments: [['<path...>', 'files or folders with events (JSON, JSON lines, gzip, CloudTrail log files), or - for standard input']],
  options: [
    { flags: '--diff <file>', what: 'a proposed policy: what it would flip; status 1 when it does more to AWS anywhere' },
    {
      flags: '--cores <n>',
      what: 'how many files, or parts of large ones, are read at a time (default: as many as there are cores)',
      read: wholeNumber(1, 256),
    },
  ],
  examples: ['replay cloudtrail/', 'replay cloudtrail/ --policy selfheal.yaml --diff proposed.yaml --json'],
  async run({ terminal, json, policyFile, interrupted }, paths, { diff, cores = availableParallelism() }) {
    forbidCalls(threadFile);
    if (diff !== undefined && !existsSync(diff))
      throw new HealError('bad-input', `There is no ${diff} to compare with: name the file of the proposed policy.`);
    const policyFiles = { present: policyFile, proposed: diff === undefined ? undefined : resolve(diff) };
    const policies = await openPolicies(policyFiles);
    for (const { message } of policies.refused) terminal.notice(`selfheal: ${plain(message)}`);
    const started = performance.now();
    let events = 0;
    const progress = (more: number): void => {
      events += more;
      const perSecond = Math.round((events / Math.max(1, performance.now() - started)) * 1_000);
      terminal.progress(`${events} events judged, ${perSecond} a second…`);
    };
    const { files, tally } = await replayHistory({ paths, policyFiles, policies, cores, progress, interrupted });
    const { present, proposed, unread } = policies;
    const modeAssumed = [present, proposed].some((loaded) => loaded !== undefined && loaded.policy.mode === undefined);
    const report = replayReport(tally, { files, modeAssumed, compared: proposed !== undefined, unread });
    if (json) terminal.printJson(report);
    else terminal.print(replayText(report, terminal));
    return report.unreadable > 0 || (report.flips?.more ?? 0) > 0 ? exitStatus.no : exitStatus.done;
  },
});
