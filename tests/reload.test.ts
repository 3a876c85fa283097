import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Received } from '#entry/http/taken-in.ts';
import { signInUrl, type UpFile } from '#entry/up/up-file.ts';
import { DetectionView } from '#entry/views/detection-view.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';

const selfheal = fileURLToPath(new URL('../bin/selfheal', import.meta.url));
const Status = z.object({ problems: z.array(z.string()), sites: z.array(z.object({ region: z.string() })) });
const secret = 'the secret of this test';
/** Files are looked at twice a second, and a look takes some milliseconds. */
const soonMs = 2_000;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let supervisor: ChildProcess;
let up: UpFile;

beforeAll(async () => {
  folder = await temporaryFolder();
  supervisor = spawn(selfheal, ['up', '--port', '0', '--aws-port', '0', '--json'], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SCANNER_SECRET: secret },
  });
  if (supervisor.stdout === null) throw new Error('the supervisor has no pipe');
  up = JSON.parse(String((await once(createInterface({ input: supervisor.stdout }), 'line'))[0]));
});
afterAll(async () => {
  supervisor.kill('SIGTERM');
  if (supervisor.exitCode === null) await once(supervisor, 'exit');
  await folder.remove();
});

const event = (eventName: string, eventID: string) => ({
  eventVersion: '1.11',
  eventID,
  eventSource: 'ssm.amazonaws.com',
  eventName,
  eventTime: new Date().toISOString(),
  awsRegion: up.world.region,
  requestParameters: { name: '/own/parameter' },
  recipientAccountId: up.world.account,
});
const detection = (severity: string) => `id: own.labelled
title: A parameter was labelled
class: normal
severity: ${severity}
pattern: { source: [aws.ssm], detail: { eventName: [LabelParameterVersion] } }
resource: AWS::SSM::Parameter
examples:
  matches: [${JSON.stringify(event('LabelParameterVersion', '1'))}]
  misses: [${JSON.stringify(event('GetParameter', '2'))}]
references: [https://docs.aws.amazon.com/systems-manager/latest/APIReference/Welcome.html]
`;
const put = async (name: string, text: string): Promise<void> => {
  await mkdir(join(folder.path, 'detections', 'own'), { recursive: true });
  await writeFile(join(folder.path, name), text);
};
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${up.url}${path}`, { ...init, headers: { authorization: `Bearer ${new URL(signInUrl(up)).searchParams.get('token')}` } });
const regions = async (): Promise<string[]> => Status.parse(await (await ask('/api/status')).json()).sites.map(({ region }) => region);
const own = async (): Promise<string | undefined> => {
  const all = z.array(DetectionView).parse(await (await ask('/api/detections')).json());
  return all.find(({ id }) => id === 'own.labelled')?.severity;
};
const problems = async (): Promise<string[]> =>
  Status.parse(await (await ask('/api/status')).json()).problems.filter((problem) => problem.includes(folder.path));
const send = async (id: string): Promise<Received['receptions']> =>
  Received.parse(await (await ask('/api/events', { method: 'POST', body: JSON.stringify(event('LabelParameterVersion', id)) })).json())
    .receptions;
const doctor = (): Promise<{ status: number; stdout: string }> =>
  new Promise((resolve) => {
    execFile(selfheal, ['doctor', '--json'], { cwd: folder.path }, (error, stdout) =>
      resolve({ status: error === null ? 0 : Number(error.code), stdout }),
    );
  });

/** Waits two seconds at most. */
async function soon<T>(look: () => Promise<T>, expected: T): Promise<void> {
  const deadline = Date.now() + soonMs;
  for (;;) {
    const found = await look();
    try {
      expect(found).toEqual(expected);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(50);
  }
}

test('a detection that a person adds, breaks, mends and removes counts within two seconds, without a restart', async () => {
  await put('detections/own/labelled.yaml', detection('low'));
  await soon(own, 'low');
  expect(await send('event-1')).toMatchObject([{ became: 'opened', detection: 'own.labelled' }]);

  await put('detections/own/labelled.yaml', detection('huge'));
  const refusal = expect.stringMatching(/detections\/own\/labelled\.yaml:4: severity does not fit/);
  await soon(problems, [refusal]);
  expect(await own()).toBe('low');
  expect(await send('event-2')).toMatchObject([{ detection: 'own.labelled' }]);
  expect(await readFile(join(folder.path, '.selfheal', 'engine.log'), 'utf8')).toContain('labelled.yaml:4: severity does not fit');
  const { status, stdout } = await doctor();
  expect([status, JSON.parse(stdout).checks.find(({ name }: { name: string }) => name === 'Detections')]).toEqual([
    3,
    { name: 'Detections', state: 'missing', says: expect.stringMatching(/detections\/own\/labelled\.yaml:4: severity does not fit/) },
  ]);

  await put('detections/own/labelled.yaml', detection('high'));
  await soon(own, 'high');
  expect(await problems()).toEqual([]);
  await rm(join(folder.path, 'detections'), { recursive: true });
  await soon(own, undefined);
  expect(await send('event-3')).toMatchObject([{ became: 'unmatched' }]);
  expect(JSON.parse(await readFile(join(folder.path, '.selfheal', 'up.json'), 'utf8')).pids).toEqual(up.pids);
});

test('a webhook that a person adds to the policy is open within two seconds, to who knows its secret', async () => {
  const body = JSON.stringify({ bucket: 'harbor-coffee-media', what: 'Readable' });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const knock = (given: string) =>
    fetch(`${up.url}/api/intake/webhook/scanner`, { method: 'POST', body, headers: { 'x-hub-signature-256': `sha256=${given}` } });
  expect((await knock(signature)).status).toBe(401);
  const webhook = (resource: string) => `webhooks:
  scanner:
    secretEnv: SCANNER_SECRET
    account: "${up.world.account}"
    region: ${up.world.region}
    resource: ${resource}
    title: $.what
    control: securityhub:S3.8
`;
  await writeFile(join(folder.path, 'selfheal.yaml'), webhook('{ type: "AWS::S3::Bucket", id: $.bucket }'));
  await soon(async () => (await knock(signature)).status, 202);
  expect((await knock('00')).status).toBe(401);
  await writeFile(join(folder.path, 'selfheal.yaml'), webhook('{ type: "AWS::S3::Bucket", id: $..bucket }'));
  await soon(problems, [
    expect.stringMatching(/selfheal\.yaml:6: webhooks\.scanner\.resource\.id: .* may find several values/),
    expect.stringMatching(/selfheal\.yaml: the policy before stays in force$/),
  ]);
  expect((await knock(signature)).status).toBe(202);
});

test('a region that a person adds to the policy is swept from then on', async () => {
  await writeFile(join(folder.path, 'selfheal.yaml'), 'regions: [eu-north-1]');
  await soon(regions, [up.world.region, 'eu-north-1']);
});
