import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '#adapters/memory/clock.ts';
import { loadPolicy } from '#config/load-policy.ts';
import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { checkPolicy } from '#entry/cli/check-policy.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { type ExitStatus, exitStatus } from '#entry/cli/exit-status.ts';
import { incidentOf, openBlobs, openJournal } from '#entry/cli/journal.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { explanationText } from '#entry/cli/story/explanation-text.ts';
import { readUpFile } from '#entry/up/up-file.ts';
import { explainIncident } from '#flow/decision/explain-incident.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';
import { knowledgeOf } from '#worlds/knowledge-of.ts';

/** Is the policy sound (`check`), and why does it decide about an incident as it does (`explain`)? */
export const policy = defineCommand({
  arguments: [
    [
      '<question>',
      'check: every problem of the file, and what it says in vain; explain: the verdict of an incident under the present policy',
    ],
    ['[subject]', 'with check: a file (default: the policy file); with explain: the incident'],
  ],
  examples: ['policy check', 'policy check proposed.yaml --json', 'policy explain inc-01k9…'],
  async run(shell, [question, subject]) {
    if (question === 'check' && subject !== undefined && !existsSync(subject))
      throw new HealError('bad-input', `There is no ${subject}: name a policy file, or none for the one in force.`);
    if (question === 'check') return await check(subject === undefined ? shell.policyFile : resolve(subject), shell);
    if (question === 'explain' && subject !== undefined) return await explained(subject, shell);
    throw new HealError(
      'bad-input',
      question === 'explain'
        ? `Say which incident: "${shell.self} policy explain <id>"; "${shell.self} incidents" lists them.`
        : `There is no question ${question}: ask "${shell.self} policy check [file]" or "${shell.self} policy explain <id>".`,
    );
  },
});

/** Warnings leave the status alone: the file can be used. */
async function check(file: string, { terminal, json }: Shell): Promise<ExitStatus> {
  const checked = await checkPolicy(file, Date.now());
  const { problems, warnings } = checked;
  if (json) terminal.printJson(checked);
  else {
    const told = [...problems.map((each) => ({ ...each, kind: 'error' })), ...warnings.map((each) => ({ ...each, kind: 'warning' }))];
    for (const { kind, text } of told)
      terminal.print(`${terminal.paint(kind === 'error' ? 'red' : 'yellow', kind.padEnd(7))}  ${plain(text)}`);
    const counted = `${counts(problems.length, 'error')}, ${counts(warnings.length, 'warning')}`;
    terminal.print(
      told.length === 0 ? `${plain(file)} ${checked.exists ? 'is sound' : 'is not there, which is the default policy'}` : counted,
    );
  }
  return checked.sound ? exitStatus.done : exitStatus.usage;
}

const counts = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

async function explained(id: string, { dataDir, policyFile, terminal, json }: Shell): Promise<ExitStatus> {
  const store = openJournal(dataDir);
  try {
    const incident = await incidentOf(store, id);
    const [loaded, { catalogue }, blobs] = await Promise.all([loadPolicy(policyFile), catalogueOf(policyFile), openBlobs(dataDir)]);
    const knowledge = knowledgeOf({ policyFile, policy: () => loaded.policy, actions: await catalogue.actions() });
    const tools = { store, catalogue, knowledge, blobs, clock: systemClock };
    const explanation = await explainIncident(incident, loaded, await defaultModeOf(incident, dataDir), tools);
    if (json) terminal.printJson({ id, decided: incident.decision ?? null, now: explanation });
    else terminal.print(explanationText(incident, explanation, terminal));
    return exitStatus.done;
  } finally {
    await store.close();
  }
}

/** The mode of a policy that names none: of the running engine, else what was in force when this was decided. */
async function defaultModeOf({ decision }: IncidentDocument, dataDir: string) {
  const up = await readUpFile(dataDir);
  return up === undefined || up === 'starting' ? (decision?.mode ?? 'dry-run') : up.world.mode;
}
