import { randomBytes, randomInt } from 'node:crypto';
import { IAM } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCloud } from '#adapters/aws/cloud.ts';
import type { AwsCredentials } from '#adapters/aws/credentials.ts';
import { sessionPolicy } from '#adapters/aws/session-policy.ts';
import { iamActions } from '#catalogue/iam/actions.ts';
import { leastPrivilege } from '#catalogue/iam/policies.ts';
import type { Call } from '#domain/call.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import type { Site } from '#domain/resource-ref.ts';
import { scopeOf } from '#flow/remediation/scope.ts';
import type { Action } from '#ports/catalogue.ts';
import type { Cloud } from '#ports/cloud.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { type Clients, clientsFor, type Variant } from '#testkit/broken/variant.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { actions } from './index.ts';

const incident = 'inc-01kb0000000000000000000000';
const digestKey = randomBytes(32);
const exercised = (await Promise.all(Object.values(actions).map((load) => load()))).filter((action) => 'on' in action.exercised);
/** A fifth of the actions in CI; `npm run faults` tries all. */
const chosen = process.env['SELFHEAL_FAULTS'] === 'all' ? exercised : exercised.filter((_, index) => index % 5 === 0);

let sandbox: Sandbox;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox({ port: 0, demo: false, iam: true, dataDir: folder.path });
});
afterAll(async () => {
  await sandbox?.stop();
  await folder?.remove();
});

describe.each(chosen)('$id where the emulator judges IAM', (action) => {
  test('needs each permission that it declares, and no other', async () => {
    const { variants }: { readonly variants: readonly Variant[] } = await import(`#testkit/broken/${action.id}.ts`);
    /** Reads that nothing has missed so far: some are made only of what is wrong, some only of what is right, some in one variant only. */
    const unmissed = new Set(action.permissions.read);
    for (const variant of variants) if (unmissed.size > 0) await tryVariant(action, variant, unmissed);
    expect([...unmissed], 'reads that nothing needs').toEqual([]);
  });
});

/** Heals and undoes it with all permissions, having failed at each step without one of them. */
async function tryVariant(action: Action, variant: Variant, unmissed: Set<string>): Promise<void> {
  const { site, clients, roles, add } = await freshAccount(action);
  const params = await variant.setUp(clients);
  const remedy = action.with(params);
  // The emulator does not judge session policies, so this one is judged as that of a role.
  await add('session', [...JSON.parse(sessionPolicy(scopeOf(remedy, site))).Statement, ...readStatements(action, site)]);
  let good: Json | undefined;
  const as = (role: string): Cloud => cloudAs(role, roles, () => good);
  const all = as('all').reader(site);
  good = variant.unrecorded === true ? undefined : await remedy.observe(all);
  const [resource] = await action.list(all);

  const look = async (role: string) => {
    const reader = as(role).reader(site);
    await action.list(reader);
    // What was deleted has no tags any more.
    if (resource !== undefined) await action.tags(reader, resource).catch(unlessDenied);
    return remedy.observe(reader);
  };
  const missReads = async (): Promise<void> => {
    for (const name of unmissed) if ((await refusal(() => look(`without ${name}`))) === 'access-denied') unmissed.delete(name);
  };
  const send = async (calls: readonly Call[]): Promise<void> => {
    for (const call of calls) {
      for (const name of needed(call)) {
        const said = await refusal(() => as(`without ${name}`).writer(site, incident).send(call));
        expect(said, `${call.operation} without ${name}`).toBe('access-denied');
        unmissed.delete(name);
      }
      await as('session').writer(site, incident).send(call);
    }
  };
  const judged = async (run: () => Promise<void>): Promise<void> => {
    await sandbox.judge(true);
    await run().finally(() => sandbox.judge(false));
  };

  // Some reads are made only while the resource is there, to record how it was.
  await judged(missReads);
  await variant.break(clients, params);
  await judged(async () => {
    await missReads();
    const before = await look('all');
    let healed = before;
    for (const deadline = performance.now() + 10_000; remedy.wrong(healed) !== undefined && performance.now() < deadline; ) {
      await send(remedy.fix(healed));
      healed = await look('all');
    }
    expect(remedy.wrong(healed)).toBeUndefined();
    await missReads();
    await send(remedy.undo(before, healed));
  });
}

/** A sealed value is read again when it is sent. */
const needed = (call: Call): readonly string[] => [
  ...iamActions(call),
  ...(JSON.stringify(call.input).includes('"sealed"') ? ['ssm:GetParameter'] : []),
];

function unlessDenied(error: unknown): void {
  if (asHealError(error).code === 'access-denied') throw error;
}

const refusal = (run: () => Promise<unknown>): Promise<string> =>
  run().then(
    () => 'allowed',
    (error: unknown) => asHealError(error).code,
  );

type Roles = ReadonlyMap<string, AwsCredentials>;

interface Account {
  readonly site: Site;
  readonly clients: Clients;
  readonly roles: Roles;
  add(role: string, statements: readonly object[]): Promise<void>;
}

/** An account with a person, and a role for each permission to be missed: it has all the others. Reads and writes are in one role here. */
async function freshAccount(action: Action): Promise<Account> {
  const site = { partition: 'aws', account: String(randomInt(100_000_000_000, 999_999_999_999)), region: 'eu-west-1' };
  const person = await assumed(site, 'person');
  const iam = new IAM({ endpoint: sandbox.emulatorUrl, region: site.region, credentials: person });
  const roles = new Map<string, AwsCredentials>();
  const add = async (name: string, Statement: readonly object[]): Promise<void> => {
    const RoleName = `role-${roles.size}`;
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust(site)) });
    await iam.putRolePolicy({ RoleName, PolicyName: 'all', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) });
    roles.set(name, await assumed(site, RoleName));
  };
  const statements = [...readStatements(action, site), ...leastPrivilege([action], site).write.flatMap(({ Statement }) => Statement)];
  await add('all', statements);
  const { read, write, undo } = action.permissions;
  for (const name of new Set([...read, ...write, ...undo])) {
    const others = statements.map((statement) => ({ ...statement, Action: statement.Action.filter((each) => each !== name) }));
    await add(
      `without ${name}`,
      others.filter(({ Action }) => Action.length > 0),
    );
  }
  return { site, clients: clientsFor(site, sandbox.emulatorUrl, person), roles, add };
}

const readStatements = (action: Action, site: Site) => leastPrivilege([action], site).read.flatMap(({ Statement }) => Statement);

const trust = ({ account }: Site) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${account}:root` } }],
});

async function assumed({ account, region }: Site, role: string) {
  const sts = new STS({ endpoint: sandbox.emulatorUrl, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  const { Credentials: keys } = await sts.assumeRole({ RoleArn: `arn:aws:iam::${account}:role/${role}`, RoleSessionName: 'person' });
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken: sessionToken = '' } = keys ?? {};
  return { accessKeyId, secretAccessKey, sessionToken };
}

function cloudAs(role: string, roles: Roles, recorded: () => Json | undefined): Cloud {
  const keys = roles.get(role);
  if (keys === undefined) throw new Error(`there is no role ${role}: a call needs a permission that the action does not declare`);
  return awsCloud({
    endpoint: sandbox.endpoint,
    credentials: async () => keys,
    digestKey,
    recorded: async () => recorded(),
  });
}
