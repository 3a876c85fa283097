import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { openKnowledge } from './open-knowledge.ts';
import { s3Runbooks } from './s3-runbooks.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let sandbox: Sandbox;
let client: S3Client;
const credentials = { accessKeyId: 'runbooks', secretAccessKey: 'not-checked' };
const connection = () => ({ endpoint: sandbox.endpoint, region: 'us-east-1', forcePathStyle: true, credentials, maxAttempts: 1 });

beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox({ port: 0, demo: false, dataDir: folder.path });
  client = new S3Client(connection());
});
afterAll(async () => {
  client?.destroy();
  await sandbox?.stop();
  await folder.remove();
});

const runbook = (id: string, words: string): string =>
  `---\nid: ${id}\ntitle: ${id}\nappliesTo: [AWS::S3::Bucket]\nactions: []\nrequired: []\nforbidden: []\n---\n\n## Do\n\n${words}\n`;
const none = { list: async () => [], read: async () => '', address: (name: string) => name };

function knowledgeAt(address: string, freshMs: number) {
  const source = s3Runbooks({ address, connection: connection(), freshMs });
  return openKnowledge({ ours: none, own: () => new Map([[address, source]]), knowsAction: () => true });
}

test('the objects of a prefix are runbooks; a change is seen when the listing is no longer fresh', async () => {
  const Bucket = `runbooks-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket, Key, Body }));
  await put('team/a.md', runbook('a', 'Feed the hamster.'));
  await put('team/bad.md', 'no front matter');
  await put('team/README.md', 'about');
  await put('team/below/c.md', runbook('c', 'Too deep.'));
  await put('other/d.md', runbook('d', 'Elsewhere.'));
  const [always, seldom] = [knowledgeAt(`s3://${Bucket}/team`, -1), knowledgeAt(`s3://${Bucket}/team/`, 3_600_000)];
  expect((await always.runbooks()).map(({ id, file }) => [id, file])).toEqual([['a', `s3://${Bucket}/team/a.md`]]);
  expect(always.refused()[0]?.message).toContain(`s3://${Bucket}/team/bad.md:1: the file has no front matter`);
  expect(await seldom.search('hamster', { limit: 5 })).toMatchObject([{ chunk: 'a#do' }]);

  await put('team/a.md', runbook('a', 'Water the ficus.'));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'team/bad.md' }));
  expect(await always.search('ficus', { limit: 5 })).toMatchObject([{ chunk: 'a#do' }]);
  expect(always.refused()).toEqual([]);
  expect(await seldom.search('ficus', { limit: 5 })).toEqual([]);
});

test('a bucket that is not there, or may not be read, is an error each time, and none once it can be read', async () => {
  const Bucket = `runbooks-${randomUUID()}`;
  const knowledge = knowledgeAt(`s3://${Bucket}`, 3_600_000);
  await expect(knowledge.runbooks()).rejects.toMatchObject({ code: 'bad-runbook', message: expect.stringContaining(Bucket) });
  await client.send(new CreateBucketCommand({ Bucket }));
  sandbox.proxy.setFault(({ service }) => (service === 's3' ? { kind: 'deny' } : undefined));
  await expect(knowledge.runbooks()).rejects.toMatchObject({ code: 'bad-runbook' });
  sandbox.proxy.setFault(undefined);
  expect(await knowledge.runbooks()).toEqual([]);
});
