import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { ownDetections } from '#config/own-detections.ts';
import type { Log } from '#ports/log.ts';
import { quiet } from '#testkit/flow-world.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { followFiles } from './follow-files.ts';

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
const detection = (severity: string) => `id: own.labelled
title: A parameter was labelled
class: tampering
severity: ${severity}
pattern: { source: [aws.ssm], detail: { eventName: [LabelParameterVersion] } }
resource: AWS::SSM::Parameter
examples:
  matches: [${JSON.stringify(event('LabelParameterVersion'))}]
  misses: [${JSON.stringify(event('GetParameter'))}]
references: [https://docs.aws.amazon.com/systems-manager/latest/APIReference/Welcome.html]
`;

/** The files of a folder, followed as `up` follows them, and what was logged. */
async function following(policy?: string) {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const policyFile = join(folder.path, 'selfheal.yaml');
  const file = join(folder.path, 'detections', 'own', 'labelled.yaml');
  if (policy !== undefined) await writeFile(policyFile, policy);
  const logged: string[] = [];
  const log: Log = { ...quiet, error: (message) => void logged.push(message) };
  const catalogue = await openCatalogue({ folders: ownDetections(policyFile) });
  const files = await followFiles({ policyFile, catalogue, log });
  onTestFinished(files.close);
  await mkdir(join(folder.path, 'detections', 'own'), { recursive: true });
  return {
    files,
    catalogue,
    errors: () => logged.filter((message) => message.includes(folder.path)),
    /** Of this folder: our own detections have a test of their own. */
    problems: () => files.problems().flatMap((problem) => problem.split(`${folder.path}/`).slice(1)),
    write: (text: string) => writeFile(file, text),
    remove: () => rm(file),
    writePolicy: (text: string) => writeFile(policyFile, text),
    removePolicy: () => rm(policyFile),
    severity: () => catalogue.detections().find(({ id }) => id === 'own.labelled')?.severity,
  };
}

/** Fails when it is not so within two seconds. */
async function soon<T>(ask: () => T, expected: T): Promise<void> {
  for (const deadline = Date.now() + 2_000; Date.now() < deadline; await sleep(20)) {
    try {
      expect(ask()).toEqual(expected);
      return;
    } catch {
      // Not yet.
    }
  }
  expect(ask()).toEqual(expected);
}

test('a detection that is added, changed, broken, mended and removed counts within two seconds', slow, async () => {
  const { write, remove, severity, problems, errors } = await following();
  expect(severity()).toBeUndefined();
  await write(detection('low'));
  await soon(severity, 'low');
  await write(detection('high'));
  await soon(severity, 'high');
  await write(detection('huge'));
  const refusal = expect.stringMatching(
    /^detections\/own\/labelled\.yaml:4: severity does not fit: .*; the version before stays in force$/,
  );
  await soon(problems, [refusal]);
  expect(severity()).toBe('high');
  expect(errors()).toEqual([expect.stringContaining('detections/own/labelled.yaml:4: severity')]);
  await write(detection('critical'));
  await soon(severity, 'critical');
  expect(problems()).toEqual([]);
  await remove();
  await soon(severity, undefined);
});

test('a policy that is changed, broken, mended and removed counts within two seconds', slow, async () => {
  const { files, writePolicy, removePolicy, problems, errors } = await following('mode: copilot');
  const mode = () => files.policy().policy.mode;
  expect(mode()).toBe('copilot');
  await writePolicy('mode: dry-run');
  await soon(mode, 'dry-run');
  await writePolicy('\nmode: fast\nlimits: { risk: none }');
  await soon(problems, [
    expect.stringContaining('selfheal.yaml:2: mode: '),
    expect.stringContaining('selfheal.yaml:3: limits.risk: '),
    'selfheal.yaml: the policy before stays in force',
  ]);
  expect(mode()).toBe('dry-run');
  expect(errors()).toHaveLength(3);
  await writePolicy('mode: autopilot');
  await soon(mode, 'autopilot');
  expect(problems()).toEqual([]);
  await removePolicy();
  await soon(mode, undefined);
});

test('something else that is looked at is told of while it is wrong, and a look that takes long holds up nothing', slow, async () => {
  const { files, writePolicy, errors } = await following();
  let wrong: readonly string[] = ['the shelf fell down'];
  files.follow(async () => wrong);
  const told = () => files.problems().filter((problem) => problem.includes('shelf'));
  await soon(told, ['the shelf fell down']);
  wrong = [];
  await soon(told, []);
  files.follow(() => new Promise(() => {}));
  await writePolicy('mode: dry-run');
  await soon(() => files.policy().policy.mode, 'dry-run');
  expect(errors()).toEqual([]);
});

test('a policy that is bad from the start is an error', slow, async () => {
  await expect(following('mode: fast')).rejects.toMatchObject({ code: 'bad-config' });
});
