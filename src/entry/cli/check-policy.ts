import { readFile } from 'node:fs/promises';
import { readPolicy } from '#config/load-policy.ts';
import { type PolicyProblem, problemText } from '#config/policy-problem.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { policyWarnings } from '#flow/decision/policy-warnings.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';

/** One thing that is told about a policy file; `text` is all of it on one line. */
interface Told {
  readonly line: number | null;
  readonly field: string;
  readonly what: string;
  readonly suggestion: string | null;
  readonly text: string;
}

/** All that is wrong with a policy file, and all that it says in vain. */
interface CheckedPolicy {
  readonly file: string;
  readonly exists: boolean;
  readonly sound: boolean;
  readonly problems: readonly Told[];
  readonly warnings: readonly Told[];
}

/** Reads a policy file and holds it against what there is to match. Throws HealError `bad-config` when it is there and cannot be read. */
export async function checkPolicy(file: string, now: number): Promise<CheckedPolicy> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new HealError('bad-config', `${file} cannot be read: ${error.message}; check the path`, { cause: error });
  });
  if (text === undefined) return { file, exists: false, sound: true, problems: [], warnings: [] };
  const read = readPolicy(text, file);
  if ('problems' in read)
    return { file, exists: true, sound: false, problems: read.problems.map((problem) => problemTold(problem, file)), warnings: [] };
  const opened = await opening(file);
  if ('told' in opened) return { file, exists: true, sound: false, problems: [opened.told], warnings: [] };
  const { catalogue } = opened;
  const known = {
    detections: [
      ...catalogue.detections().map(({ id, action }) => ({ id, action })),
      ...catalogue.written.map(({ id, resource, action }) => ({ id, resource, action })),
    ],
    actions: await catalogue.actions(),
  };
  const warnings = policyWarnings(read, known, now).map(
    ({ where, field, warning, suggestion }): Told => ({
      line: where === undefined ? null : Number(where.slice(where.lastIndexOf(':') + 1)),
      field,
      what: warning,
      suggestion,
      text: `${where ?? file}: ${field}: ${warning}; ${suggestion}`,
    }),
  );
  return { file, exists: true, sound: true, problems: [], warnings };
}

/** Folders of own actions that cannot be read are problems of the policy that names them. */
async function opening(file: string): Promise<Awaited<ReturnType<typeof catalogueOf>> | { readonly told: Told }> {
  try {
    return await catalogueOf(file);
  } catch (thrown) {
    const { code, message } = asHealError(thrown);
    if (code !== 'bad-action') throw thrown;
    return { told: { line: null, field: 'actions', what: message, suggestion: null, text: `${file}: actions: ${message}` } };
  }
}

const problemTold = (problem: PolicyProblem, file: string): Told => ({
  line: problem.line ?? null,
  field: problem.field,
  what: problem.problem,
  suggestion: problem.suggestion ?? null,
  text: problemText(problem, file),
});
