import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { openKnowledge } from './open-knowledge.ts';
import { runbookFolder } from './runbook-source.ts';

const runbook = (id: string, { title = id, forbidden = '', body = 'Some words.', type = 'AWS::EC2::Instance' } = {}): string =>
  `---\nid: ${id}\ntitle: ${title}\nappliesTo: ["${type}"]\nactions: [ec2.start-instance]\nrequired: []\nforbidden: [${forbidden}]\n---\n\n## Do\n\n${body}\n`;

async function shelves(ourFiles: Readonly<Record<string, string>>, ownFiles: Readonly<Record<string, string>>) {
  const { path: folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  const write = async (place: 'ours' | 'own', name: string, text: string): Promise<void> => writeFile(join(folder, place, name), text);
  for (const place of ['ours', 'own'] as const) await mkdir(join(folder, place));
  for (const [name, text] of Object.entries(ourFiles)) await write('ours', name, text);
  for (const [name, text] of Object.entries(ownFiles)) await write('own', name, text);
  const own = join(folder, 'own');
  const knowledge = openKnowledge({
    ours: runbookFolder(join(folder, 'ours')),
    own: () => new Map([[own, runbookFolder(own)]]),
    knowsAction: (id) => id.startsWith('ec2.'),
  });
  return { knowledge, own, write: (name: string, text: string) => write('own', name, text) };
}

const limit = { limit: 5 };

test("the user's runbooks stand beside ours, a bad one is refused, and the rest load", async () => {
  const { knowledge, own } = await shelves(
    { 'a.md': runbook('a') },
    { 'b.md': runbook('b'), 'c.md': 'no front matter', 'README.md': '# Our runbooks', 'notes.txt': 'x' },
  );
  expect((await knowledge.runbooks()).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(knowledge.refused().map(({ message }) => message)).toEqual([
    `${join(own, 'c.md')}:1: the file has no front matter: it begins with a line --- and ends it with another`,
  ]);
});

test('a runbook cannot take the place of one of ours, and with it what that one forbids', async () => {
  const { knowledge, own } = await shelves({ 'a.md': runbook('a', { forbidden: 'ec2.reboot-instance' }) }, { 'a.md': runbook('a') });
  expect((await knowledge.runbooks()).map(({ forbidden }) => forbidden)).toEqual([['ec2.reboot-instance']]);
  expect(knowledge.refused().map(({ message }) => message)).toEqual([
    `${join(own, 'a.md')}: there is a runbook a already; give this one another name`,
  ]);
});

test('an edit is seen at the next question; when it is bad, what the file said before stays in force', async () => {
  const { knowledge, own, write } = await shelves({}, { 'a.md': runbook('a', { body: 'Feed the hamster.' }) });
  expect(await knowledge.search('hamster', limit)).toHaveLength(1);
  await write('a.md', runbook('a', { body: 'Water the ficus.', forbidden: 'ec2.reboot-instance' }));
  expect(await knowledge.search('hamster', limit)).toEqual([]);
  expect((await knowledge.search('ficus', limit)).map(({ chunk }) => chunk)).toEqual(['a#do']);
  await write('a.md', 'broken');
  expect((await knowledge.runbooks()).map(({ forbidden }) => forbidden)).toEqual([['ec2.reboot-instance']]);
  expect(knowledge.refused()[0]?.message).toContain(`${join(own, 'a.md')}: the version before stays in force`);
  await rm(join(own, 'a.md'));
  expect(await knowledge.runbooks()).toEqual([]);
});

test('a folder that cannot be read is an error, not an empty shelf', async () => {
  const { knowledge, own } = await shelves({ 'a.md': runbook('a') }, {});
  await rm(own, { recursive: true });
  await expect(knowledge.runbooks()).rejects.toMatchObject({ code: 'bad-runbook', message: expect.stringContaining(own) });
  await expect(knowledge.search('words', limit)).rejects.toMatchObject({ code: 'bad-runbook' });
});

test('a passage names its chunk, its file and the line of its heading', async () => {
  const { knowledge, own } = await shelves({}, { 'a.md': runbook('a', { title: 'A thing', body: 'Feed the hamster.' }) });
  expect(await knowledge.search('hamster', limit)).toEqual([
    {
      chunk: 'a#do',
      runbook: 'a',
      title: 'A thing',
      heading: 'Do',
      text: 'Feed the hamster.',
      file: join(own, 'a.md'),
      line: 10,
      score: expect.any(Number),
    },
  ]);
});

test('a search can be about one type of resource or one action, and never shows more than two passages of one runbook', async () => {
  const many = [1, 2, 3, 4].map((each) => `## Part ${each}\n\nThe hamster.`).join('\n\n');
  const { knowledge } = await shelves(
    {},
    {
      'a.md': runbook('a', { body: many }),
      'b.md': runbook('b', { body: 'The hamster.', type: 'AWS::RDS::*', forbidden: 'ec2.reboot-instance' }),
    },
  );
  const ids = async (more: object) => (await knowledge.search('hamster', { limit: 10, ...more })).map(({ runbook: id }) => id).toSorted();
  expect(await ids({})).toEqual(['a', 'a', 'b']);
  expect(await ids({ resource: 'AWS::RDS::DBInstance' })).toEqual(['b']);
  expect(await ids({ action: 'ec2.reboot-instance' })).toEqual(['b']);
  expect(await ids({ limit: 1 })).toHaveLength(1);
});

test('misspelt, plural and unfinished words find, words that tell nothing do not', async () => {
  const { knowledge } = await shelves({}, { 'a.md': runbook('a', { body: 'An AutoScalingGroup was deleted, with its certificates.' }) });
  const finds = async (query: string) => (await knowledge.search(query, limit)).length > 0;
  for (const query of ['certificate', 'certifcate', 'certif', 'scaling group', 'deleting', 'AWS::AutoScaling'])
    expect(await finds(query), query).toBe(true);
  for (const query of ['', 'what is the', 'zebra', '***']) expect(await finds(query), query).toBe(false);
});

test('a word that JavaScript knows is a word like any other, and a pasted log is answered at once', async () => {
  const { knowledge } = await shelves({}, { 'a.md': runbook('a', { body: 'The constructor of the hamster.' }) });
  for (const query of ['constructor', '__proto__ hamster', 'toString hamster'])
    expect(
      (await knowledge.search(query, limit)).map(({ chunk }) => chunk),
      query,
    ).toEqual(['a#do']);
  const log = `hamster ${Array.from({ length: 100_000 }, (_, line) => `word${line} failed`).join(' ')}`;
  const from = performance.now();
  expect(await knowledge.search(log, limit)).toHaveLength(1);
  expect(performance.now() - from).toBeLessThan(2_000);
});
