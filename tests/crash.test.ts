import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { type DemoSandbox, startDemoSandbox } from '#sandbox/testing/demo-sandbox.ts';
import { closedBlock } from '#testkit/bucket-world.ts';
import { quiet } from '#testkit/flow-world.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { untruths } from '#testkit/untruths.ts';
import type { Moment } from '#testkit/watched-writes.ts';
import type { Engine } from '#worlds/engine.ts';
import { openLocal } from '#worlds/local.ts';
import type { Told } from './fixtures/dying-engine.ts';

/** `SELFHEAL_FAULTS=all`: every moment; else every moment around a write to AWS and every third other one. */
const all = process.env['SELFHEAL_FAULTS'] === 'all';
const atOnce = 5;
const leaseMs = 8_000;
const fixture = fileURLToPath(new URL('fixtures/dying-engine.ts', import.meta.url));

let sandbox: DemoSandbox;
let user: S3;
let setUp: S3;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startDemoSandbox();
  user = new S3({ ...sandbox.client, forcePathStyle: true });
  // What is done here is not recorded.
  setUp = new S3({ ...sandbox.client, endpoint: sandbox.sandbox.emulatorUrl, forcePathStyle: true });
});
afterAll(async () => {
  user.destroy();
  setUp.destroy();
  await sandbox.stop();
  await folder.remove();
});

/** A bucket of its own, which somebody opens, and the event of that. */
async function openedBucket(name: string): Promise<JsonObject> {
  await setUp.createBucket({ Bucket: name });
  await setUp.putPublicAccessBlock({ Bucket: name, PublicAccessBlockConfiguration: closedBlock });
  await user.deletePublicAccessBlock({ Bucket: name });
  await expect.poll(() => eventsOf(name)).toHaveLength(1);
  const [event] = eventsOf(name);
  if (event === undefined) throw new Error(`no event of ${name}`);
  return event;
}

const eventsOf = (bucket: string): JsonObject[] =>
  sandbox.sandbox.proxy.events.after(0).flatMap(({ event }) => (JSON.stringify(event).includes(`"${bucket}"`) ? [event] : []));

/** What Selfheal's role wrote to a bucket, as the proxy saw it. */
const writesTo = (bucket: string) =>
  sandbox.sandbox.proxy
    .calls()
    .filter(({ input, identity }) => input['Bucket'] === bucket && identity.includes('/inc-'))
    .map(({ operation, requestId, status, identity }) => ({ operation, requestId, status, incident: identity.split('/').at(-1) ?? '' }));

function worldOf(bucket: string): Told['world'] {
  const { demo, client } = sandbox;
  const { account, region, keys, roles } = demo;
  return {
    dataDir: join(folder.path, bucket),
    policyFile: join(folder.path, 'no-policy.yaml'),
    endpoint: client.endpoint,
    keys: keys.engine,
    account,
    region,
    readRole: roles.selfhealRead,
    writeRole: roles.selfhealWrite,
    defaultMode: 'autopilot',
  };
}

interface Ended {
  readonly how: string;
  readonly moments: readonly Moment[];
}

async function runDying(told: Told): Promise<Ended> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', fixture], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(told));
  const [out, [status, signal]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { how: String(signal ?? status), moments: status === 0 ? JSON.parse(out) : [] };
}

const told = ({ nth, write, when }: Moment): string => `${when} write ${nth} (${write})`;

/** What is wrong after a process was killed at a moment and another engine took over; nothing when all is well. */
async function killedAt(moment: Moment): Promise<readonly string[]> {
  const bucket = `crash-${moment.nth}-${moment.when}`;
  const event = await openedBucket(bucket);
  const world = worldOf(bucket);
  const { how } = await runDying({ world, event, die: moment });
  if (how !== 'SIGKILL') return [`the engine was not killed, it ended with ${how}`];
  const engine = await openLocal({ ...world, log: quiet });
  const ending = new AbortController();
  const running = engine.worker.run(ending.signal);
  try {
    return await takenOver(bucket, event, engine);
  } finally {
    ending.abort();
    await running;
    await engine.close();
  }
}

async function takenOver(bucket: string, event: JsonObject, engine: Engine): Promise<readonly string[]> {
  const problems: string[] = [];
  const [reception] = await engine.receive(event, true);
  if (reception === undefined || !('incident' in reception)) return [`the event became ${reception?.became}`];
  const early = Promise.all(eventsOf(bucket).map((each) => engine.receive(each, true)));
  const incident = await engine.settled(reception.incident, 30_000);
  const writes = writesTo(bucket);
  await expect.poll(() => eventsOf(bucket)).toHaveLength(1 + writes.length);
  const late = await Promise.all(eventsOf(bucket).map((each) => engine.receive(each, true)));
  for (const { became } of [...(await early), ...late].flat())
    if (became !== 'duplicate' && became !== 'echo') problems.push(`an event that is known became ${became}`);
  const { items } = await engine.tools.store.incidents({ by: 'opened' }, { limit: 10 });
  const { PublicAccessBlockConfiguration: block } = await setUp.getPublicAccessBlock({ Bucket: bucket });
  if (incident.stage !== 'healed') problems.push(`it ended ${incident.stage}: ${incident.why}`);
  if (items.length !== 1) problems.push(`${items.length} incidents were opened`);
  if (JSON.stringify(block) !== JSON.stringify(closedBlock)) problems.push(`the bucket has ${JSON.stringify(block)}`);
  if (writes.length !== 1 || writes[0]?.status !== 200) problems.push(`the proxy saw ${JSON.stringify(writes)}`);
  problems.push(...(await untruths(incident, { store: engine.tools.store, now: Date.now() + leaseMs, written: writes })));
  return problems;
}

/** The moments of an engine that nobody kills; those tried are printed. */
async function chosenMoments(): Promise<readonly Moment[]> {
  const bucket = 'crash-nobody';
  const { how, moments } = await runDying({ world: worldOf(bucket), event: await openedBucket(bucket) });
  expect(how).toBe('0');
  const aws = moments.filter(({ write }) => write.startsWith('aws.'));
  expect(aws.map(told)).toHaveLength(2);
  const others = moments.filter(({ write }) => !write.startsWith('aws.'));
  const chosen = [...aws, ...others.filter((_, index) => all || index % 3 === 0)];
  console.log(
    `SIGKILL at ${chosen.length} of ${moments.length} moments${all ? '' : ' (SELFHEAL_FAULTS=all tries every one)'}:\n  ${chosen.map(told).join('\n  ')}`,
  );
  return chosen;
}

test('an engine killed by SIGKILL at a write: the next one heals with one write, and the ledger tells the truth', async () => {
  const failures: Record<string, readonly string[]> = {};
  const queue = (await chosenMoments()).values();
  const before = sandbox.sandbox.proxy.counts().operations['s3:PutPublicAccessBlock'] ?? 0;
  let tried = 0;
  const lane = async (): Promise<void> => {
    for (const moment of queue) {
      const problems = await killedAt(moment).catch((error: unknown) => [String(error)]);
      if (problems.length > 0) failures[told(moment)] = problems;
      tried += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  expect(failures).toEqual({});
  expect((sandbox.sandbox.proxy.counts().operations['s3:PutPublicAccessBlock'] ?? 0) - before).toBe(tried);
}, 600_000);
