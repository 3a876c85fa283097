import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, DeletePublicAccessBlockCommand, PutPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UpFile } from '#entry/up/up-file.ts';
import { pagerDutyApi } from '#testkit/loopback/pagerduty-api.ts';
import { signedReceiver } from '#testkit/loopback/signed-receiver.ts';
import { slackApi } from '#testkit/loopback/slack-api.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';

/** What a team is promised: something breaks under a running `selfheal up`, and Slack, PagerDuty, a webhook and the terminal hear of it. */
const selfheal = fileURLToPath(new URL('../bin/selfheal', import.meta.url));
const bucket = `told-${Date.now()}`;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let servers: {
  slack: Awaited<ReturnType<typeof slackApi>>;
  pager: Awaited<ReturnType<typeof pagerDutyApi>>;
  hook: Awaited<ReturnType<typeof signedReceiver>>;
};
let supervisor: ChildProcess;
let up: UpFile;
const screen: string[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  const [slack, pager, hook] = await Promise.all([slackApi(), pagerDutyApi(), signedReceiver(Date.now)]);
  servers = { slack, pager, hook };
  const policy = `rules: [{ match: { id: ${bucket} }, verdict: ask }]
channels:
  ops: { kind: slack, channel: C0DOCKSIDE, api: "${slack.api}" }
  pager: { kind: pagerduty, api: "${pager.url}", routes: [{ on: [asked, page] }] }
  hook: { kind: webhook, url: "${hook.url}", secretEnv: HOOK_SECRET }
  dead: { kind: webhook, url: "http://127.0.0.1:9/", secretEnv: HOOK_SECRET }
  here: { kind: terminal }
`;
  await writeFile(join(folder.path, 'selfheal.yaml'), policy);
  supervisor = spawn(selfheal, ['up', '--port', '0', '--aws-port', '0', '--no-demo', '--json'], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SLACK_BOT_TOKEN: slack.token, PAGERDUTY_ROUTING_KEY: pager.routingKey, HOOK_SECRET: hook.secret },
  });
  if (supervisor.stdout === null || supervisor.stderr === null) throw new Error('the supervisor has no output');
  createInterface({ input: supervisor.stderr }).on('line', (line) => screen.push(line));
  const [line] = await once(createInterface({ input: supervisor.stdout }), 'line');
  up = JSON.parse(String(line));
}, 60_000);

afterAll(async () => {
  supervisor.kill('SIGTERM');
  if (supervisor.exitCode === null) await once(supervisor, 'exit');
  await Promise.all(Object.values(servers).map((server) => server.close()));
  await folder.remove();
});

async function run(...args: readonly string[]): Promise<{ readonly out: string; readonly status: number }> {
  const child = spawn(selfheal, args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'ignore'] });
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  const [status] = await once(child, 'close');
  return { out: Buffer.concat(out).toString(), status: Number(status) };
}

test('a question reaches everybody at once, its answer and its end too, although one channel is dead', async () => {
  const { slack, pager, hook } = servers;
  const s3 = new S3Client({
    endpoint: up.world.endpoint ?? '',
    region: up.world.region,
    forcePathStyle: true,
    credentials: up.world.keys?.user ?? { accessKeyId: 'user', secretAccessKey: 'user' },
  });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: all }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
  const within = { timeout: 20_000, interval: 50 };
  const kinds = (): readonly unknown[] => hook.documents.map(({ kind }) => kind);
  await expect.poll(kinds, within).toContain('asked');
  await expect.poll(() => slack.messages.length, within).toBe(1);
  await expect.poll(() => [...pager.alerts.values()].map(({ status }) => status), within).toEqual(['triggered']);
  await expect.poll(() => screen.join('\n'), within).toMatch(new RegExp(`\\?\\? \\[sandbox\\] .*${bucket}.* approve or reject by`));
  const [id = ''] = [...pager.alerts.keys()];
  expect((await run('approve', id, '--by', 'grace')).status).toBe(0);
  await expect.poll(kinds, within).toEqual(['opened', 'asked', 'answered', 'ended']);
  await expect.poll(() => pager.alerts.get(id)?.status, within).toBe('resolved');
  await expect.poll(() => slack.messages[0]?.text, within).toMatch(/healed in .* nothing to do/);
  const { ledger } = JSON.parse((await run('show', id, '--json')).out);
  const told = ledger.filter(({ kind }: { readonly kind: string }) => kind === 'notified');
  expect(new Set(told.map(({ channel }: { readonly channel: string }) => channel))).toEqual(new Set(['ops', 'pager', 'hook']));
  const doctor = JSON.parse((await run('doctor', '--json')).out);
  expect(doctor.checks).toContainEqual(expect.objectContaining({ name: 'Channel dead', state: 'missing' }));
});
