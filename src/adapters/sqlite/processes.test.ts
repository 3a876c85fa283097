import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenAt, readEntry } from '#domain/entry.ts';
import { collected, incidentId, openingCommit } from '#testkit/commits.ts';
import { killedScript, scriptRuns } from '#testkit/script-runs.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { openSqliteStore } from './store.ts';

const system = 'system-2026-11-20';
const now = 1_795_000_000_000;
const processes = 4;
const rounds = 40;

const prelude = `
  import { chain } from '#domain/entry.ts';
  import { nextCommit } from '#testkit/commits.ts';
  import { openSqliteStore } from '#adapters/sqlite/store.ts';
  const [me, path] = process.argv.slice(1);
  const store = openSqliteStore(path);
`;

describe('several processes on one file', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let path: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    path = join(folder.path, 'store.db');
  });
  afterEach(() => folder.remove());

  it('create it together and append one chain that verifies, without losing an entry', async () => {
    await scriptRuns(
      processes,
      `${prelude}
      for (let n = 0; n < ${rounds}; n++)
        await store.append('${system}', (head) => chain(head, { chain: '${system}', at: ${now}, kind: 'stopped', body: { who: me + '/' + n } }));
      await store.close();`,
      path,
    );
    const store = openSqliteStore(path);
    const entries = await collected(store.entries(system));
    await store.close();
    expect(brokenAt(entries)).toBeUndefined();
    expect(new Set(entries.map((entry) => readEntry(entry)['who'])).size).toBe(processes * rounds);
  });

  it('win each claim once', async () => {
    const outputs = await scriptRuns(
      processes,
      `${prelude}
      const won = [];
      for (let n = 0; n < ${rounds}; n++)
        if ((await store.take({ key: 'event:' + n, owner: me }, ${now})) === undefined) won.push(n);
      await store.close();
      console.log(JSON.stringify(won));`,
      path,
    );
    const won = outputs.flatMap((output) => JSON.parse(output) as number[]);
    expect(won.toSorted((a, b) => a - b)).toEqual(Array.from({ length: rounds }, (_, n) => n));
  });

  it('move one incident on, each version once', async () => {
    const store = openSqliteStore(path);
    const { incident } = openingCommit(1);
    await store.commit(openingCommit(1), now);
    await scriptRuns(
      processes,
      `${prelude}
      for (let n = 0; n < ${rounds}; ) {
        const incident = await store.incident('${incident.id}');
        const answer = await store.commit(nextCommit(incident, {}, { durable: n % 10 === 0 }, { who: me + '/' + n }), ${now});
        if (answer.committed) n += 1;
      }
      await store.close();`,
      path,
    );
    const entries = await collected(store.entries(incidentId(1)));
    expect((await store.incident(incident.id))?.version).toBe(1 + processes * rounds);
    await store.close();
    expect(brokenAt(entries)).toBeUndefined();
    expect(entries).toHaveLength(1 + processes * rounds);
  });

  it('that are killed in the middle leave every answered commit whole, and no part of another one', async () => {
    const { incident } = openingCommit(1);
    const opened = openSqliteStore(path);
    await opened.commit(openingCommit(1), now);
    await opened.close();
    const answered = await killedScript(
      100,
      `${prelude}
      import { writeSync } from 'node:fs';
      let incident = await store.incident('${incident.id}');
      for (let n = 0; ; n++) {
        const next = nextCommit(incident, {}, { durable: n % 10 === 0, take: [{ key: 'echo:' + n, owner: 'a' }] });
        await store.commit(next, ${now});
        incident = next.incident;
        writeSync(1, n + '\\n');
      }`,
      path,
    );
    const store = openSqliteStore(path);
    const after = await store.incident(incident.id);
    const entries = await collected(store.entries(incident.id));
    const commits = entries.length - 1;
    expect(commits).toBeGreaterThanOrEqual(answered);
    expect(brokenAt(entries)).toBeUndefined();
    expect(after).toMatchObject({ version: 1 + commits, entries: entries.length, head: entries.at(-1)?.hash });
    expect(await store.holder(`echo:${commits - 1}`, now)).toBeDefined();
    expect(await store.holder(`echo:${commits}`, now)).toBeUndefined();
    await store.close();
  });
});
