import { randomBytes, randomInt } from 'node:crypto';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCloud } from '#adapters/aws/cloud.ts';
import { actions } from '#catalogue/actions/index.ts';
import { iamActions } from '#catalogue/iam/actions.ts';
import type { Call } from '#domain/call.ts';
import { canonical, type Json, type JsonObject } from '#domain/json.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import type { Action, Remedy } from '#ports/catalogue.ts';
import type { Cloud } from '#ports/cloud.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { type Absent, type Clients, clientsFor, type Variant } from '#testkit/broken/variant.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';

const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
const incident = 'inc-01kb0000000000000000000000';
const exercised = (await Promise.all(Object.values(actions).map((load) => load()))).filter((action) => 'on' in action.exercised);
let sandbox: Sandbox;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

/** Every second action, from the first or from the second one on: broken, healed and undone in three variants on an emulator of their own, beside neighbours that stay as they are. */
export async function tryActionsOnEmulator(half: 0 | 1): Promise<void> {
  const broken = await Promise.all(
    exercised
      .filter((_, index) => index % 2 === half)
      .map(async (action) => {
        const fixture: { readonly variants: readonly Variant[]; readonly absent: Absent } = await import(`#testkit/broken/${action.id}.ts`);
        return { action, variants: fixture.variants, absent: fixture.absent };
      }),
  );

  beforeAll(async () => {
    folder = await temporaryFolder();
    sandbox = await startSandbox({ port: 0, demo: false, dataDir: folder.path });
  });
  afterAll(async () => {
    await sandbox?.stop();
    await folder?.remove();
  });

  describe.each(broken)('$action.id on the emulator', ({ action, variants, absent }) => {
    const called = new Set<string>();

    test('is tried in three variants', () => expect(variants).toHaveLength(3));

    test.each(variants)('heals and undoes when $title', async (variant) => {
      const { clients, cloud, remember } = await freshAccount(action, called);
      const params = await variant.setUp(clients);
      const remedy = action.with(params);
      const reader = cloud.reader(clients.site);
      const listed = await listedResource(action, remedy, cloud, clients.site);
      const good = variant.unrecorded === true ? undefined : await remedy.observe(reader);
      remember(good);
      const around = await variant.neighbours(clients, params);
      await variant.break(clients, params);
      const aroundBroken = await variant.neighbours(clients, params);

      const written = writesIn(clients);
      const before = await remedy.observe(reader);
      expect(writesIn(clients), 'observing writes nothing').toBe(written);
      expect(remedy.wrong(before)).toBeTypeOf('string');
      expect(remedy.refuses(before)).toBeUndefined();

      const { rounds, predicted } = simulate(remedy, before);
      const sent: Call[] = [];
      for (let state = before; remedy.wrong(state) !== undefined; state = await settled(remedy, cloud, clients.site)) {
        const calls = remedy.fix(state);
        expect(calls, 'what is sent was planned').toEqual(rounds[sent.length === 0 ? 0 : roundOf(rounds, sent)]);
        await send(calls, cloud, clients.site);
        sent.push(...calls);
      }
      expect(sent).toEqual(rounds.flat());
      const healed = await remedy.observe(reader);
      expect(canonical(remedy.comparable(healed))).toBe(canonical(remedy.comparable(predicted)));
      expect(await variant.neighbours(clients, params), 'neighbours stay as they were').toEqual(around);

      const afterFirst = writesIn(clients);
      await send(remedy.fix(await remedy.observe(reader)), cloud, clients.site);
      expect(writesIn(clients), 'a second run writes nothing').toBe(afterFirst);
      expect(remedy.undo(before, before)).toEqual([]);

      if (action.undo.kind === 'undo') {
        await send(remedy.undo(before, healed), cloud, clients.site);
        expect(canonical(remedy.comparable(await remedy.observe(reader)))).toBe(canonical(remedy.comparable(before)));
        expect(await variant.neighbours(clients, params)).toEqual(aroundBroken);
      }
      expect(listed).toMatchObject({ type: action.resource, account: clients.site.account });
      expect([clients.site.region, 'global']).toContain(listed?.region);
    });

    test('declares exactly the permissions of the calls that it made', () => {
      const needed = new Set([...called].flatMap((name) => iamActions(asCall(name))));
      const { read, write, undo } = action.permissions;
      expect([...needed].toSorted()).toEqual([...new Set([...read, ...write, ...undo])].toSorted());
    });

    test.skipIf(absent === 'always there')('says that a resource is not there instead of calling it healthy', async () => {
      if (absent === 'always there') return;
      const { clients, cloud } = await freshAccount(action, new Set());
      const [params = {}] = action.from({ ...clients.site, type: action.resource, id: absent.id });
      const remedy = action.with(params);
      const seen = await remedy.observe(cloud.reader(clients.site)).then(remedy.wrong, (error: { code?: string }) => error.code);
      expect(seen).toBe(absent.says ?? 'no-such-resource');
    });
  });
}

const asCall = (name: string): Pick<Call, 'service' | 'operation'> => {
  const [service = '', operation = ''] = name.split('.');
  return { service, operation };
};

/** An account that nobody used before, in one of three regions, its calls noted. */
async function freshAccount(
  action: Action,
  called: Set<string>,
): Promise<{ readonly clients: Clients; readonly cloud: Cloud; remember(state: Json | undefined): void }> {
  const account = String(randomInt(100_000_000_000, 999_999_999_999));
  const site = { partition: 'aws', account, region: regions[randomInt(regions.length)] ?? 'us-east-1' };
  const sts = new STS({
    endpoint: sandbox.emulatorUrl,
    region: site.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { Credentials: keys } = await sts.assumeRole({ RoleArn: `arn:aws:iam::${account}:role/person`, RoleSessionName: 'person' });
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken: sessionToken = '' } = keys ?? {};
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  let record: Json | undefined;
  const cloud = awsCloud({
    endpoint: sandbox.endpoint,
    credentials: async () => credentials,
    digestKey: randomBytes(32),
    recorded: async () => record,
    onCall: ({ service, operation }) => called.add(`${service}.${operation}`),
  });
  return { clients: clientsFor(site, sandbox.endpoint, credentials), cloud, remember: (state) => (record = state) };
}

/** The resource as `list` and `from` know it, told by the first parameter; its tags must be readable. */
async function listedResource(action: Action, remedy: Remedy, cloud: Cloud, site: Site): Promise<ResourceRef | undefined> {
  const listed = await action.list(cloud.reader(site));
  const wanted: JsonObject = Object(remedy.params);
  const [identity] = Object.keys(wanted);
  const means = (params: JsonObject): boolean => identity === undefined || canonical(wanted[identity]) === canonical(params[identity]);
  const resource = listed.find((each) => action.from(each).some(means));
  if (resource !== undefined) await action.tags(cloud.reader(site), resource);
  return resource;
}

function simulate(remedy: Remedy, state: Json): { readonly rounds: readonly (readonly Call[])[]; readonly predicted: Json } {
  const rounds: (readonly Call[])[] = [];
  let predicted = state;
  for (let calls = remedy.fix(predicted); calls.length > 0 && rounds.length < remedy.action.rounds; calls = remedy.fix(predicted)) {
    rounds.push(calls);
    predicted = remedy.after(predicted);
  }
  expect(remedy.wrong(predicted), 'the plan ends in a healthy state').toBeUndefined();
  return { rounds, predicted };
}

function roundOf(rounds: readonly (readonly Call[])[], sent: readonly Call[]): number {
  let calls = 0;
  return rounds.findIndex((round) => (calls += round.length) > sent.length);
}

async function send(calls: readonly Call[], cloud: Cloud, site: Site): Promise<void> {
  for (const call of calls) expect((await cloud.writer(site, incident).send(call)).requestId).not.toBe('');
}

/** Reads until the action has something to say or to do: right, or ready for the next round. */
async function settled(remedy: Remedy, cloud: Cloud, site: Site): Promise<Json> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const state = await remedy.observe(cloud.reader(site));
    if (remedy.wrong(state) === undefined || remedy.fix(state).length > 0) return state;
    expect(performance.now(), `${remedy.wrong(state)}`).toBeLessThan(deadline);
  }
}

/** Writes of every kind that reached the account through the proxy. */
const writesIn = ({ site }: Clients): number => sandbox.proxy.calls().filter(({ account }) => account === site.account).length;
