import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { awsHands } from '#adapters/aws/hands.ts';
import { blocksOff, privateBucket } from '#catalogue/scenarios/parts.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { quiet } from '#testkit/flow-world.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import type { Engine } from '#worlds/engine.ts';
import { openLocal } from '#worlds/local.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let sandbox: Sandbox;
let engine: Engine;

beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox({ port: 0, demo: true, iam: true, dataDir: folder.path });
  if (sandbox.keys === undefined || sandbox.demo === undefined) throw new Error('the sandbox has no demo account');
  engine = await openLocal({
    dataDir: join(folder.path, 'data'),
    policyFile: join(folder.path, 'selfheal.yaml'),
    endpoint: sandbox.endpoint,
    keys: sandbox.keys.engine,
    account: sandbox.demo.account,
    region: sandbox.demo.region,
    readRole: 'selfheal-read',
    defaultMode: 'dry-run',
    log: quiet,
  });
});
afterAll(async () => {
  await engine.close();
  await sandbox.stop();
  await folder.remove();
});

test('in dry run, with credentials that cannot write, an event ends simulated with the exact calls, and nothing is written', async () => {
  const { keys, demo } = sandbox;
  if (keys === undefined || demo === undefined) throw new Error('the sandbox has no demo account');
  const hands = awsHands({ endpoint: sandbox.endpoint, keys: keys.user, account: demo.account, region: demo.region });
  const bucket = await privateBucket(hands, 'dry-run-bucket');
  await hands.do('s3', 'deletePublicAccessBlock', { Bucket: bucket });
  const cause = await vi.waitFor(() => {
    const found = sandbox.proxy.events.after(0).find(({ event }) => JSON.stringify(event).includes('DeleteBucketPublicAccessBlock'));
    if (found === undefined) throw new Error('no event yet');
    return found.event;
  });

  await sandbox.judge(true);
  const before = sandbox.proxy.counts().total;
  const [reception] = await engine.receive(cause, true);
  if (reception?.became !== 'opened') throw new Error(`not opened but ${reception?.became}`);
  const incident = await engine.settled(reception.incident, 20_000);
  expect(incident).toMatchObject({ stage: 'simulated', sent: [], decision: { verdict: 'act', mode: 'dry-run' } });
  expect(incident.plan?.rounds).toEqual([
    [
      {
        service: 's3',
        operation: 'putPublicAccessBlock',
        input: {
          Bucket: bucket,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
          },
        },
      },
    ],
  ]);
  expect(sandbox.proxy.counts().total).toBe(before);
  await sandbox.judge(false);
  expect(await blocksOff(hands, bucket)).toBe('there is no public access block');
});
