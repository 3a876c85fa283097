import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileBlobs } from '#adapters/files/blobs.ts';
import { pinoLog } from '#adapters/log/pino.ts';
import { openSqliteStore } from '#adapters/sqlite/store.ts';
import { parsePolicy } from '#config/load-policy.ts';
import { dice } from '#testkit/evil/answers.ts';
import { decideWith } from '#testkit/evil/decision.ts';
import { evilModel } from '#testkit/evil/evil-model.ts';
import { openGround } from '#testkit/evil/ground.ts';
import { injections } from '#testkit/evil/injections/injections.ts';
import { planted } from '#testkit/evil/planted.ts';
import { scenarios } from '#testkit/evil/scenarios.ts';
import { heldIn, secrets } from '#testkit/evil/secrets.ts';
import { sleepingClock } from '#testkit/flow-world.ts';
import { scriptedChannel } from '#testkit/telling-world.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { loop } from './loop.ts';
import { tellDue } from './notify/tell-due.ts';

const ground = await openGround();

/** Every byte of every file below a folder. */
async function bytesBelow(folder: string): Promise<{ readonly files: number; readonly text: string }> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')));
  return { files: files.length, text: texts.join('\n') };
}

test.each(['bucket-production', 'function-stopped', 'instance-failed', 'bucket-forbidden-by-runbook', 'volume-deleted'])(
  '%s: secrets in events, tags, states, logs and runbooks reach neither prompt nor log nor a file nor a message',
  async (name) => {
    const { path, remove } = await temporaryFolder();
    const log = createWriteStream(join(path, 'engine.log'));
    const store = openSqliteStore(join(path, 'journal.db'));
    onTestFinished(remove);
    const [injection] = injections;
    const scenario = scenarios[name];
    if (injection === undefined || scenario === undefined) throw new Error(`there is no scenario ${name}`);
    const keeping = {
      store,
      blobs: fileBlobs({ dir: join(path, 'blobs'), key: new Uint8Array(32).fill(3) }),
      log: pinoLog({ level: 'debug', destination: log }),
    };
    const model = evilModel('steered', injection, dice(7));
    const plant = planted(injection, scenario.fields);
    const { event } = scenario.stage(plant);
    expect(heldIn(JSON.stringify(event)).length).toBeGreaterThan(2);
    const { incident } = await decideWith(model, { scenario, plant, ground, stages: loop, keeping });
    keeping.log.warn(`about ${JSON.stringify(event)}`, { event, error: new Error(`refused ${secrets.github}`) });

    const channel = scriptedChannel('ops', { gets: 'every', storms: false });
    const loaded = parsePolicy('channels: { ops: { kind: eventbridge } }', 'selfheal.yaml');
    await tellDue({
      ...keeping,
      catalogue: ground.catalogue,
      clock: sleepingClock(),
      policy: () => loaded,
      process: 'p2',
      sandbox: true,
      channels: async () => Object.values(loaded.policy.channels).map((config) => ({ channel, config })),
    });
    await store.close();
    log.end();
    await once(log, 'finish');

    const prompts = model.questions.map(({ instructions, data }) => `${instructions}${data}`).join('\n');
    const said = JSON.stringify(channel.said.map((each) => ('notice' in each ? [each.notice.message, each.notice.document] : each)));
    const { files, text } = await bytesBelow(path);
    expect({ ended: incident?.stage, prompts: heldIn(prompts), said: heldIn(said), files: heldIn(text) }).toEqual({
      ended: expect.any(String),
      prompts: [],
      said: [],
      files: [],
    });
    // What was searched was not empty.
    expect(files).toBeGreaterThan(2);
    expect(text).toContain('[redacted]');
    expect(prompts).toContain('[redacted]');
    expect(channel.said.length).toBeGreaterThan(0);
  },
);
