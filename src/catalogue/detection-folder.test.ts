import { mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { type OpenCatalogue, openCatalogue } from './catalogue.ts';
import { detectionFolder } from './detection-folder.ts';
import type { LoadedFolder } from './load-detections.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let own: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  own = join(folder.path, 'detections');
});
afterEach(() => folder.remove());

/** The whole catalogue is opened first. */
const slow = { timeout: 20_000 };

const event = (eventName: string) => ({
  eventVersion: '1.11',
  eventSource: 'ssm.amazonaws.com',
  eventName,
  eventTime: '2026-11-20T08:59:58Z',
  awsRegion: 'eu-west-1',
  requestParameters: { name: '/shop/host' },
  recipientAccountId: '111122223333',
});
/** A detection of one call, a member a line: `class` stands on line 3. */
const detection = (id: string, eventName: string, change: object = {}) =>
  Object.entries({
    id,
    title: `Somebody called ${eventName}`,
    class: 'tampering',
    severity: 'high',
    pattern: { source: ['aws.ssm'], detail: { eventName: [eventName] } },
    resource: 'AWS::SSM::Parameter',
    examples: { matches: [event(eventName)], misses: [event('GetParameters')] },
    references: ['https://docs.aws.amazon.com/systems-manager/latest/APIReference/Welcome.html'],
    ...change,
  })
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');

async function put(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(own, name)), { recursive: true });
  await writeFile(join(own, name), text);
}

const { parse } = await openCatalogue();
/** The folder alone: no action is named in these tests. */
const followed = () => detectionFolder(own, { actions: new Map(), parse: (document) => parse(document, 0, { trusted: false }) });
const titles = ({ detections }: LoadedFolder) => detections.map(({ title }) => title);

/** Which of the user's detections the call matches. */
async function matched({ parse, match }: OpenCatalogue, eventName: string): Promise<readonly string[]> {
  const [only] = parse(event(eventName), 0, { trusted: true }).signals;
  const matches = only === undefined ? [] : await match(only.signal, only.event);
  return matches.map((each) => each.detection.id).filter((id) => id.startsWith('own.'));
}
/** What is refused in this folder, not in ours. */
const messages = ({ refused }: Pick<LoadedFolder, 'refused'>) => refused.flatMap(({ message }) => message.split(own).slice(1));

test('a folder that is not there is empty, and is read when it comes', slow, async () => {
  const catalogue = await openCatalogue({ folders: [own] });
  expect([messages(catalogue), await catalogue.reload()]).toEqual([[], false]);
  await put('own/labelled.yaml', detection('own.labelled', 'LabelParameterVersion'));
  expect(await catalogue.reload()).toBe(true);
  expect(await matched(catalogue, 'LabelParameterVersion')).toEqual(['own.labelled']);
  expect(await catalogue.reload()).toBe(false);
  await rm(own, { recursive: true });
  expect(await catalogue.reload()).toBe(true);
  expect(await matched(catalogue, 'LabelParameterVersion')).toEqual([]);
});

test('a changed, an added and a removed file count after a reload', slow, async () => {
  await put('own/a.yaml', detection('own.a', 'LabelParameterVersion'));
  await put('own/b.yaml', detection('own.b', 'LabelParameterVersion'));
  const catalogue = await openCatalogue({ folders: [own] });
  await put('own/a.yaml', detection('own.a', 'UnlabelParameterVersion'));
  await put('own/c.yaml', detection('own.c', 'LabelParameterVersion'));
  await rm(join(own, 'own/b.yaml'));
  expect(await catalogue.reload()).toBe(true);
  expect(await matched(catalogue, 'LabelParameterVersion')).toEqual(['own.c']);
  expect(await matched(catalogue, 'UnlabelParameterVersion')).toEqual(['own.a']);
  expect(catalogue.detections().filter(({ id }) => id.startsWith('own.'))).toHaveLength(2);
});

test('a file that became bad is refused with file, line and field, and what it said before stays until it is good again', async () => {
  const followedFolder = followed();
  await put('own/a.yaml', detection('own.a', 'LabelParameterVersion', { title: 'first' }));
  await followedFolder.refresh();
  await put('own/a.yaml', detection('own.a', 'LabelParameterVersion', { title: 'second', class: 'bad' }));
  expect(await followedFolder.refresh()).toBe(true);
  expect(messages(followedFolder)).toEqual([
    expect.stringMatching(/^\/own\/a\.yaml:3: class does not fit: .*; the version before stays in force$/),
  ]);
  expect(titles(followedFolder)).toEqual(['first']);
  await put('own/a.yaml', 'id: [');
  await followedFolder.refresh();
  expect(messages(followedFolder)).toEqual([expect.stringContaining('/own/a.yaml:1: the file is not YAML')]);
  expect(titles(followedFolder)).toEqual(['first']);
  await put('own/a.yaml', detection('own.a', 'LabelParameterVersion', { title: 'third' }));
  await followedFolder.refresh();
  expect([messages(followedFolder), titles(followedFolder)]).toEqual([[], ['third']]);
});

test('a bad file is told once it is there, and forgotten once it is not', async () => {
  const followedFolder = followed();
  await put('own/bad.yaml', detection('own.bad', 'LabelParameterVersion', { severity: 'huge' }));
  await followedFolder.refresh();
  expect(messages(followedFolder)).toEqual([expect.stringMatching(/^\/own\/bad\.yaml:4: severity does not fit: .*[^e]$/)]);
  await rm(join(own, 'own/bad.yaml'));
  expect(await followedFolder.refresh()).toBe(true);
  expect(messages(followedFolder)).toEqual([]);
});

test("a file that cannot be read is refused, and hidden ones are nobody's detections", async () => {
  const followedFolder = followed();
  await put('own/.a.yaml.swp', 'x');
  await put('own/.a.yaml', 'x');
  await put('.git/own/b.yaml', 'x');
  await put('own/folder.yaml/c.txt', 'x');
  const many = 'x,'.repeat(9);
  await put('own/d.yaml', `a: &a [${many}]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]\n`);
  await followedFolder.refresh();
  expect(messages(followedFolder)).toEqual([
    expect.stringMatching(/^\/own\/d\.yaml:1: the file cannot be read: /),
    expect.stringMatching(/^\/own\/folder\.yaml:1: the file cannot be read: /),
  ]);
});

test('a file that is put in place of another at the same size and time counts', async () => {
  const followedFolder = followed();
  await put('own/a.yaml', detection('own.a', 'LabelParameterVersion', { title: 'one' }));
  await followedFolder.refresh();
  const { atime, mtime } = await stat(join(own, 'own/a.yaml'));
  await put('new', detection('own.a', 'LabelParameterVersion', { title: 'two' }));
  await utimes(join(own, 'new'), atime, mtime);
  await rename(join(own, 'new'), join(own, 'own/a.yaml'));
  expect(await followedFolder.refresh()).toBe(true);
  expect(titles(followedFolder)).toEqual(['two']);
  expect(await followedFolder.refresh()).toBe(false);
});

test('one id in two files keeps the first and refuses the other', slow, async () => {
  await put('own/a.yaml', detection('own.a', 'LabelParameterVersion'));
  await put('own/a.yml', detection('own.a', 'UnlabelParameterVersion'));
  const catalogue = await openCatalogue({ folders: [own] });
  expect(messages(catalogue)).toEqual(['/own/a.yml:1: id own.a is there twice; give the second one another name']);
});
