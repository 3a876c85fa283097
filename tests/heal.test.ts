import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsCredentials } from '#adapters/aws/credentials.ts';
import { awsHands } from '#adapters/aws/hands.ts';
import { blocksOff, instanceState, privateBucket, reachers, runningInstance, webGroup } from '#catalogue/scenarios/parts.ts';
import type { UpFile } from '#entry/up/up-file.ts';
import type { IncidentsView } from '#entry/views/incident-view.ts';
import type { Input } from '#ports/cloud.ts';
import type { Hands } from '#ports/hands.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';

/**
 * What a stranger is promised: `selfheal up` runs, somebody breaks something with the plain AWS CLI, and it is healed while its twins are left alone.
 * In the demo account and in a second account and region, on resources made after the start, with random names.
 */
const selfheal = fileURLToPath(new URL('../bin/selfheal', import.meta.url));
const hasAwsCli = spawnSync('aws', ['--version']).status === 0;
const exec = promisify(execFile);
const policy = `exceptions: [{ match: { id: "*exempt*" }, owner: shop, reason: public on purpose, until: 2099-01-01 }]
pipelines: [{ name: deploy, role: "arn:aws:iam::*:role/deploy-pipeline", calls: ["*"], resources: ["*"] }]
`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let supervisor: ChildProcess;
let up: UpFile;

beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder.path, 'selfheal.yaml'), policy);
  supervisor = spawn(selfheal, ['up', '--port', '0', '--aws-port', '0', '--json'], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (supervisor.stdout === null) throw new Error('the supervisor has no output');
  const [line] = await once(createInterface({ input: supervisor.stdout }), 'line');
  up = JSON.parse(String(line));
}, 30_000);

afterAll(async () => {
  supervisor.kill('SIGTERM');
  if (supervisor.exitCode === null) await once(supervisor, 'exit');
  await folder.remove();
});

interface Place {
  readonly title: string;
  open(): Promise<{ readonly hands: Hands; readonly keys: AwsCredentials }>;
}

const endpoint = (): string => up.world.endpoint ?? '';

const places: readonly Place[] = [
  {
    title: 'in the demo account',
    async open() {
      const keys = up.world.keys?.user;
      if (keys === undefined) throw new Error('the sandbox gave no keys');
      return { keys, hands: awsHands({ endpoint: endpoint(), keys, account: up.world.account, region: 'us-east-1' }) };
    },
  },
  {
    title: 'in a second account and region',
    async open() {
      const { hands } = await (places[0] as Place).open();
      const { Credentials: given } = await hands.do('sts', 'assumeRole', {
        RoleArn: 'arn:aws:iam::222233334444:role/admin',
        RoleSessionName: 'mallory',
      });
      const keys = {
        accessKeyId: given?.AccessKeyId ?? '',
        secretAccessKey: given?.SecretAccessKey ?? '',
        sessionToken: given?.SessionToken ?? '',
      };
      return { keys, hands: awsHands({ endpoint: endpoint(), keys, account: '222233334444', region: 'eu-west-1' }) };
    },
  },
];

interface Breakage {
  readonly title: string;
  setup(hands: Hands, name: string): Promise<string>;
  /** Arguments of the plain AWS CLI. */
  breaking(id: string): readonly string[];
  /** Reads the cloud: what is wrong still, or nothing. */
  check(hands: Hands, id: string): Promise<string | undefined>;
}

const columns: Omit<Input<'dynamodb', 'createTable'>, 'TableName'> = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};

const breakages: readonly Breakage[] = [
  {
    title: 'a public access block is deleted',
    setup: privateBucket,
    breaking: (id) => ['s3api', 'delete-public-access-block', '--bucket', id],
    check: blocksOff,
  },
  {
    title: 'an ACL becomes public-read',
    setup: privateBucket,
    breaking: (id) => ['s3api', 'put-bucket-acl', '--bucket', id, '--acl', 'public-read'],
    async check(hands, Bucket) {
      const { Grants = [] } = await hands.do('s3', 'getBucketAcl', { Bucket });
      return Grants.some(({ Grantee }) => Grantee?.URI !== undefined) ? 'everyone is still granted' : undefined;
    },
  },
  {
    title: 'port 22 is opened to the world',
    setup: webGroup,
    breaking: (id) => [
      'ec2',
      'authorize-security-group-ingress',
      '--group-id',
      id,
      '--protocol',
      'tcp',
      '--port',
      '22',
      '--cidr',
      '0.0.0.0/0',
    ],
    check: async (hands, id) => ((await reachers(hands, id, 22)).join() === '203.0.113.0/24' ? undefined : 'port 22 is not as it was'),
  },
  {
    title: 'an instance is stopped',
    setup: runningInstance,
    breaking: (id) => ['ec2', 'stop-instances', '--instance-ids', id],
    check: async (hands, id) => ((await instanceState(hands, id)) === 'running' ? undefined : 'it does not run'),
  },
  {
    title: 'a guarded parameter is set to "hacked"',
    async setup(hands, name) {
      await hands.do('ssm', 'putParameter', {
        Name: `/${name}/mode`,
        Value: 'secure-mode',
        Type: 'String',
        Tags: [{ Key: 'selfheal:guarded', Value: 'true' }],
      });
      return `/${name}/mode`;
    },
    breaking: (id) => ['ssm', 'put-parameter', '--name', id, '--value', 'hacked', '--overwrite'],
    async check(hands, Name) {
      const { Parameter } = await hands.do('ssm', 'getParameter', { Name });
      return Parameter?.Value === 'secure-mode' ? undefined : `its value is ${Parameter?.Value}`;
    },
  },
  {
    title: 'a table is deleted',
    async setup(hands, TableName) {
      await hands.do('dynamodb', 'createTable', { TableName, ...columns, Tags: [{ Key: 'owner', Value: 'shop' }] });
      await hands.do('dynamodb', 'putItem', { TableName, Item: { id: { S: 'espresso' } } });
      await hands.do('dynamodb', 'updateContinuousBackups', {
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
      return TableName;
    },
    breaking: (id) => ['dynamodb', 'delete-table', '--table-name', id],
    async check(hands, TableName) {
      const { Count } = await hands.do('dynamodb', 'scan', { TableName }).catch(() => ({ Count: -1 }));
      return Count === 1 ? undefined : `it has ${Count} items`;
    },
  },
];

const random = (): string => `twin-${randomBytes(5).toString('hex')}`;

async function aws(keys: AwsCredentials, region: string, args: readonly string[]): Promise<void> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder.path,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_DEFAULT_REGION: region,
  };
  await exec('aws', ['--endpoint-url', endpoint(), ...args], {
    env: keys.sessionToken === undefined ? env : { ...env, AWS_SESSION_TOKEN: keys.sessionToken },
  });
}

type Line = IncidentsView['incidents'][number];

async function incidents(): Promise<readonly Line[]> {
  const { stdout } = await exec(selfheal, ['incidents', '--limit', '200', '--json'], { cwd: folder.path, maxBuffer: 10_000_000 });
  return JSON.parse(stdout).incidents;
}

/** The incident of a resource that is at this place. */
async function arrived(resource: string, stage: string, withinMs = 10_000): Promise<Line> {
  for (const deadline = Date.now() + withinMs; ; await sleep(100)) {
    const found = (await incidents()).find((line) => line.resource === resource && line.stage === stage);
    if (found !== undefined) return found;
    if (Date.now() > deadline)
      throw new Error(`${resource} is not ${stage}: ${JSON.stringify((await incidents()).filter((line) => line.resource === resource))}`);
  }
}

async function engineWrites(resource: string): Promise<number> {
  const { calls } = (await (await fetch(`${endpoint()}/_selfheal/calls`)).json()) as { calls: readonly object[] };
  return calls
    .map((call) => JSON.stringify(call))
    .filter((call) => call.includes(':assumed-role/selfheal-write/') && call.includes(resource)).length;
}

describe.skipIf(!hasAwsCli).each(places)('$title', ({ open }) => {
  for (const { title, setup, breaking, check } of breakages) {
    test(`heals when ${title}, and tells the whole story`, async () => {
      const { hands, keys } = await open();
      const id = await setup(hands, random());
      await aws(keys, hands.region, breaking(id));
      const line = await arrived(id, 'healed');
      expect(await check(hands, id)).toBeUndefined();
      expect(line.ms).toBeLessThan(10_000);
      const { stdout } = await exec(selfheal, ['show', line.id], { cwd: folder.path });
      for (const part of ['What', 'Who', 'Why', 'Score', 'Decision', 'Plan', 'Writes', 'Verified', 'request id', 'every entry follows'])
        expect(stdout).toContain(part);
    });
  }

  test('leaves alone what the policy exempts', async () => {
    const { hands, keys } = await open();
    const id = await privateBucket(hands, `${random()}-exempt`);
    await aws(keys, hands.region, ['s3api', 'delete-public-access-block', '--bucket', id]);
    expect((await arrived(id, 'logged')).why).toContain('public on purpose');
    expect([await blocksOff(hands, id), await engineWrites(id)]).toEqual(['there is no public access block', 0]);
  });

  test('leaves alone what is right already', async () => {
    const { hands, keys } = await open();
    const id = await privateBucket(hands, random());
    const rules = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] };
    await aws(keys, hands.region, [
      's3api',
      'put-bucket-encryption',
      '--bucket',
      id,
      '--server-side-encryption-configuration',
      JSON.stringify(rules),
    ]);
    await arrived(id, 'already-healthy');
    expect(await engineWrites(id)).toBe(0);
  });

  test('leaves alone what a known pipeline does, but not who only names a session like it', async () => {
    const { hands } = await open();
    const id = await privateBucket(hands, random());
    await (await hands.as('deploy-pipeline', 'build-42')).do('s3', 'deletePublicAccessBlock', { Bucket: id });
    await arrived(id, 'logged');
    expect(await engineWrites(id)).toBe(0);
    const other = await privateBucket(hands, random());
    await (await hands.as('somebody', 'deploy-pipeline')).do('s3', 'deletePublicAccessBlock', { Bucket: other });
    await arrived(other, 'healed');
  });
});

test.skipIf(hasAwsCli)('is skipped: there is no AWS CLI on this machine', () => {});
