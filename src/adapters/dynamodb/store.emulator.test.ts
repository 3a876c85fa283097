import { randomUUID } from 'node:crypto';
import { DescribeTimeToLiveCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chain, type Entry, type Head } from '#domain/entry.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { collected, nextCommit, openingCommit } from '#testkit/commits.ts';
import { storeContract } from '#testkit/store-contract.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { createTable } from './create-table.ts';
import { dynamoStore } from './store.ts';
import { keyOf } from './table.ts';

const now = 1_795_000_000_000;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let sandbox: Sandbox;
beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox({ port: 0, demo: false, dataDir: folder.path });
});
afterAll(async () => {
  await sandbox?.stop();
  await folder.remove();
});

const optionsFor = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'store-contract', secretAccessKey: 'not-checked' },
});

/** The first answer to this operation is lost on its way back; the SDK sends the call again. */
const loseAnswer = (wanted: string): (() => number) => {
  let lost = 0;
  sandbox.proxy.setFault(({ operation }) => {
    if (operation !== wanted || lost > 0) return undefined;
    lost += 1;
    return { kind: 'cut-after' };
  });
  return () => lost;
};

const line = (head: Head): Entry => chain(head, { chain: 'system-1', at: now, kind: 'stopped', body: {} });

storeContract('the store in DynamoDB', async () => {
  const table = `selfheal-${randomUUID()}`;
  const [client, other] = [new DynamoDBClient(optionsFor(sandbox.emulatorUrl)), new DynamoDBClient(optionsFor(sandbox.emulatorUrl))];
  await createTable(client, table);
  return {
    store: dynamoStore({ table, client }),
    reopen: async () => dynamoStore({ table, client: other }),
    close: async () => {
      client.destroy();
      other.destroy();
    },
  };
});

describe('a DynamoDB table', () => {
  const table = `selfheal-${randomUUID()}`;
  let client: DynamoDBClient;
  beforeAll(async () => {
    client = new DynamoDBClient({ ...optionsFor(sandbox.endpoint), maxAttempts: 3 });
    await createTable(client, table);
  });
  afterEach(() => sandbox.proxy.setFault(undefined));
  afterAll(() => client.destroy());

  it('is created once, with the expiry of claims', async () => {
    await createTable(client, table);
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
  });

  it('may delete a claim a day after it expired, and a claim without an end never', async () => {
    const store = dynamoStore({ client, table });
    await store.take({ key: 'event:1', owner: 'a', until: now + 1 }, now);
    await store.take({ key: 'stop:all', owner: 'a' }, now);
    const expires = async (key: string) =>
      (await client.send(new GetItemCommand({ TableName: table, Key: keyOf.claim(key) }))).Item?.['expires']?.N;
    expect(await expires('event:1')).toBe(String(now / 1000 + 1 + 86_400));
    expect(await expires('stop:all')).toBeUndefined();
  });

  it('takes a commit whose answer was lost for what it is: committed, once', async () => {
    const store = dynamoStore({ client, table });
    const opening = openingCommit(1, {}, { tally: [{ key: 'lost', limit: 1, keepUntil: now + 1000 }] });
    const lost = loseAnswer('TransactWriteItems');
    expect(await store.commit(opening, now)).toEqual({ committed: true });
    expect(lost()).toBe(1);
    expect(await collected(store.entries(opening.incident.id))).toHaveLength(1);
    expect(await store.commit(nextCommit(opening.incident), now)).toEqual({ committed: true });
  });

  it('appends once when the answer was lost', async () => {
    const store = dynamoStore({ client, table });
    const lost = loseAnswer('PutItem');
    await store.append('system-1', line);
    expect(lost()).toBe(1);
    expect(await collected(store.entries('system-1'))).toHaveLength(1);
  });

  it('refuses a commit of more items than one transaction can hold', async () => {
    const store = dynamoStore({ client, table });
    const take = Array.from({ length: 99 }, (_, n) => ({ key: `echo:${n}`, owner: 'a', until: now + 1000 }) as const);
    await expect(store.commit(openingCommit(2, {}, { take }), now)).rejects.toMatchObject({ code: 'too-large', details: { items: 101 } });
    expect(await store.commit(openingCommit(2, {}, { take: take.slice(1) }), now)).toEqual({ committed: true });
    await expect(store.keep('large', 'x'.repeat(400 * 1024))).rejects.toMatchObject({ code: 'too-large' });
  });

  it('says what is wrong: no such table, throttled, refused, not reachable', async () => {
    const own = dynamoStore({ options: optionsFor(sandbox.endpoint), table: 'none' });
    await expect(own.kept('x')).rejects.toMatchObject({ code: 'not-found' });
    await own.close();
    const store = dynamoStore({ client, table });
    sandbox.proxy.setFault(() => ({ kind: 'throttle' }));
    await expect(store.kept('x')).rejects.toMatchObject({ code: 'throttled', retry: 'later' });
    sandbox.proxy.setFault(() => ({ kind: 'deny' }));
    await expect(store.kept('x')).rejects.toMatchObject({ code: 'access-denied' });
    sandbox.proxy.setFault(() => ({ kind: 'cut' }));
    await expect(store.kept('x')).rejects.toMatchObject({ code: 'aws-unreachable' });
  });
});
