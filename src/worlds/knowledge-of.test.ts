import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { cleanDiskDocument, restartServiceDocument } from '#catalogue/actions/ssm/documents.ts';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { Policy } from '#config/policy.ts';
import { runbookReasons } from '#flow/decision/runbook-reasons.ts';
import { globMatches } from '#flow/glob.ts';
import type { Passage } from '#ports/knowledge.ts';
import { newQuestions, runbookQuestions } from '#testkit/runbook-questions.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { knowledgeOf, problemsOf } from './knowledge-of.ts';

const folder = join(import.meta.dirname, '../catalogue/runbooks');
/** As Systems Manager declares them. */
const DocumentParameters = z.record(z.string(), z.object({ allowedValues: z.array(z.string()) }));
const catalogue = await openCatalogue();
const actions = await catalogue.actions();
const knowledge = knowledgeOf({ policyFile: 'selfheal.yaml', policy: () => Policy.parse({}), actions });
const runbooks = await knowledge.runbooks();

describe('our runbooks', () => {
  test('are all loaded, each file one', async () => {
    expect(knowledge.refused()).toEqual([]);
    const files = (await readdir(folder)).filter((name) => name.endsWith('.md')).map((name) => name.replace(/\.md$/, ''));
    expect(runbooks.map(({ id }) => id)).toEqual(files.toSorted());
  });

  test('are at least 20 for families of incidents besides one for each action', () => {
    const ids = new Set(actions.map(({ id }) => id));
    const families = runbooks.filter(({ id }) => !ids.has(id));
    expect(families.length).toBeGreaterThanOrEqual(20);
    expect(actions.map(({ id }) => id).filter((id) => !runbooks.some((runbook) => runbook.id === id))).toEqual([]);
  });

  test.each(runbooks)('$id applies to what its actions heal, and rules only over actions that could be taken there', (runbook) => {
    const applies = (id: string): boolean => {
      const resource = actions.find((action) => action.id === id)?.resource ?? '';
      return runbook.appliesTo.some((one) => globMatches(one.resource, resource));
    };
    for (const id of [...runbook.actions, ...runbook.required, ...runbook.forbidden]) expect(applies(id), id).toBe(true);
    // A required list forbids all other actions, so that over a whole type it would stop every other heal.
    if (runbook.required.length > 0 || runbook.forbidden.length > 0)
      for (const scope of runbook.appliesTo) expect(Object.keys(scope).length, scope.resource).toBeGreaterThan(1);
  });

  test('name commands whose document is ours, with exactly the values that it allows', () => {
    const commands = runbooks.flatMap((runbook) => runbook.commands);
    const documents = [cleanDiskDocument, restartServiceDocument];
    expect(commands.map(({ document }) => document).toSorted()).toEqual(documents.map(({ name }) => name).toSorted());
    for (const { document, parameters } of commands) {
      const content = documents.find(({ name }) => name === document)?.content;
      const declared = DocumentParameters.parse(content?.['parameters']);
      const allowed = Object.entries(declared).map(([name, { allowedValues }]) => [name, { enum: allowedValues }]);
      expect(parameters).toEqual(Object.fromEntries(allowed));
    }
  });

  test('link to pages that there are, and say nothing that is left to be filled in', async () => {
    for (const { id, file } of runbooks) {
      const text = await readFile(file, 'utf8');
      expect(text, id).not.toContain('FILL_IN');
      for (const [, target = ''] of text.matchAll(/\]\(([\w./-]+\.md)/g)) await readFile(join(folder, target));
    }
  });
});

test('an instance in quarantine is not rebooted without a yes, and any other is', () => {
  const subject = {
    account: '123456789012',
    region: 'eu-west-1',
    resource: 'AWS::EC2::Instance',
    id: 'i-1',
    arn: undefined,
    tags: {},
    environment: 'dev',
    detection: 'ec2.status-check-failed',
    action: 'ec2.reboot-instance',
    actor: undefined,
    class: 'failure',
    severity: 'medium',
    at: 0,
  } as const;
  expect(runbookReasons(subject, runbooks)).toEqual([]);
  expect(runbookReasons({ ...subject, tags: { 'selfheal:quarantine': 'true' } }, runbooks)).toMatchObject([
    { rule: 'runbook compromised-instance', verdict: 'ask', where: expect.stringMatching(/compromised-instance\.md:\d+$/) },
  ]);
});

test('what is wrong with the runbooks is a line for people, until it is right', async () => {
  const { path, remove } = await temporaryFolder();
  onTestFinished(remove);
  const policy = Policy.parse({ runbooks: ['./books'] });
  const own = knowledgeOf({ policyFile: join(path, 'selfheal.yaml'), policy: () => policy, actions });
  expect(await problemsOf(own)).toEqual([expect.stringMatching(/books cannot be read: .*; until it can be read every decision asks$/)]);
  await mkdir(join(path, 'books'));
  await writeFile(join(path, 'books', 'x.md'), 'text');
  expect(await problemsOf(own)).toEqual([expect.stringContaining('x.md:1: the file has no front matter')]);
  await rm(join(path, 'books', 'x.md'));
  expect(await problemsOf(own)).toEqual([]);
});

describe('retrieval', () => {
  const found = async (questions: typeof runbookQuestions) => {
    const places = await Promise.all(
      questions.map(async ([query, ...expected]) => {
        const passages: readonly Passage[] = await knowledge.search(query, { limit: 5 });
        return passages.findIndex(({ runbook }) => expected.includes(runbook));
      }),
    );
    const share = (within: number): number => places.filter((place) => place >= 0 && place < within).length / places.length;
    return { asked: places.length, hit1: share(1), hit5: share(5) };
  };
  const told = (name: string, { asked, hit1, hit5 }: Awaited<ReturnType<typeof found>>): void =>
    void process.stdout.write(`retrieval, ${name}: ${asked} questions, hit@1 ${hit1.toFixed(3)}, hit@5 ${hit5.toFixed(3)}\n`);

  test('names only runbooks that there are, and asks each question once', () => {
    const all = [...runbookQuestions, ...newQuestions];
    expect(new Set(all.map(([query]) => query)).size).toBe(all.length);
    const ids = new Set(runbooks.map(({ id }) => id));
    expect(all.flatMap(([, ...expected]) => expected).filter((id) => !ids.has(id))).toEqual([]);
  });

  test('answers the questions that its weights were chosen by', async () => {
    const measured = await found(runbookQuestions);
    told('known', measured);
    expect(measured.asked).toBeGreaterThanOrEqual(60);
    expect(measured.hit1).toBeGreaterThanOrEqual(0.85);
    expect(measured.hit5).toBeGreaterThanOrEqual(0.95);
  });

  test('answers questions that were written afterwards', async () => {
    const measured = await found(newQuestions);
    told('new', measured);
    expect(measured.hit1).toBeGreaterThanOrEqual(0.75);
    expect(measured.hit5).toBeGreaterThanOrEqual(0.83);
  });
});
