import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { awsCloud, type FinishedCall } from '#adapters/aws/cloud.ts';
import { type AwsCredentials, roleCredentials } from '#adapters/aws/credentials.ts';
import { fileBlobs } from '#adapters/files/blobs.ts';
import { localKey } from '#adapters/files/key.ts';
import { systemClock } from '#adapters/memory/clock.ts';
import { randomIds } from '#adapters/memory/ids.ts';
import { openSqliteStore } from '#adapters/sqlite/store.ts';
import type { Mode } from '#domain/facts.ts';
import { partitionOf, type Site } from '#domain/resource-ref.ts';
import { notingReopened } from '#flow/notify/reopened.ts';
import { recordedKey } from '#flow/recorder.ts';
import type { Tools } from '#flow/tools.ts';
import type { Log } from '#ports/log.ts';
import { catalogueOf } from './catalogue-of.ts';
import { channelsOf } from './channels-of.ts';
import { type Engine, openEngine } from './engine.ts';
import { followFiles } from './follow-files.ts';
import { knowledgeOf, problemsOf } from './knowledge-of.ts';
import { modelOf } from './model-of.ts';
import { pricesOf } from './prices-of.ts';

export interface LocalWorld {
  /** Holds the journal, blobs and the local key. */
  readonly dataDir: string;
  readonly policyFile: string;
  /** The emulator's endpoint; absent = a real account. */
  readonly endpoint?: string | undefined;
  /** Keys that assume the roles; absent = the SDK's default chain. */
  readonly keys?: AwsCredentials | undefined;
  readonly account: string;
  readonly region: string;
  /** Reads with these roles; the base keys when absent. */
  readonly readRole?: string | undefined;
  /** Writes only with this role; none = nothing can be written. */
  readonly writeRole?: string | undefined;
  readonly defaultMode: Mode;
  readonly log: Log;
  readonly onCall?: ((call: FinishedCall) => void) | undefined;
  /** The screen of whoever started the engine; the log when absent. */
  readonly print?: ((line: string) => void) | undefined;
  /** Puts something between the engine and its store and cloud: a watch, a fault. */
  readonly wrap?: ((tools: Tools) => Tools) | undefined;
}

/** The world of a laptop: SQLite and files in a folder, a sandbox or a real account, a worker in the process. */
export async function openLocal(world: LocalWorld): Promise<Engine> {
  const { dataDir, policyFile, endpoint, keys, account, region, log } = world;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const key = await localKey(dataDir);
  const store = notingReopened(openSqliteStore(join(dataDir, 'journal.db')));
  const blobs = fileBlobs({ dir: join(dataDir, 'blobs'), key });
  const { catalogue, refusedActions } = await catalogueOf(policyFile);
  for (const { message } of refusedActions) log.error(message);
  const files = await followFiles({ policyFile, catalogue, log });
  const knowledge = knowledgeOf({
    policyFile,
    policy: () => files.policy().policy,
    actions: await catalogue.actions(),
    trouble: (message) => log.warn(message),
    connection: {
      region,
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      ...(keys === undefined ? {} : { credentials: keys }),
    },
  });
  const credentials = roleCredentials({
    endpoint,
    base: keys === undefined ? undefined : async () => keys,
    readRole: world.readRole,
    writeRole: world.writeRole,
    homeAccount: account,
  });
  const prices = pricesOf({
    policy: () => files.policy().policy,
    site: { partition: partitionOf(region), account, region },
    endpoint,
    credentials: (site) => credentials(site, { kind: 'read' }),
    file: join(dataDir, 'prices.json'),
    clock: systemClock,
    log,
  });
  const cloud = awsCloud({
    endpoint,
    credentials,
    writeRole: world.writeRole,
    digestKey: key,
    async recorded(site, resource) {
      const ref = await store.kept(recordedKey({ ...site, ...resource }));
      return ref === undefined ? undefined : blobs.get(ref);
    },
    guarded: () => files.policy().policy.guarded,
    onCall: world.onCall,
  });
  const model = modelOf({
    policy: () => files.policy().policy,
    region,
    keys: keys === undefined ? undefined : async () => keys,
    sandbox: endpoint,
  });
  const tools: Tools = {
    store,
    blobs,
    cloud,
    catalogue,
    knowledge,
    // Asked for at every stage anew: a person may edit the policy.
    get model() {
      return model();
    },
    prices,
    clock: systemClock,
    ids: randomIds,
    log,
    policy: files.policy,
    defaultMode: world.defaultMode,
    agreementMs: endpoint === undefined ? 2_000 : 100,
    evidenceMs: endpoint === undefined ? 2_000 : 500,
    process: `${hostname()}:${process.pid}:${randomIds.short()}`,
  };
  // At once too, so that the first decision does not wait for what is read here.
  files.follow(() => problemsOf(knowledge));
  return openEngine(world.wrap?.(tools) ?? tools, {
    sites: () => sitesOf(account, region, files.policy().policy.regions),
    problems: files.problems,
    channels: (links) =>
      channelsOf(() => files.policy().policy, {
        aws: { account, region, endpoint, credentials: keys === undefined ? undefined : async () => keys },
        print: world.print ?? ((line) => log.info(line)),
        now: () => systemClock.now(),
        links: async (incident, plan, recipient) => links.make(incident, plan, recipient),
      }),
    sandbox: endpoint !== undefined,
    key,
    async close() {
      files.close();
      await prices.close();
      await store.close();
    },
  });
}

const sitesOf = (account: string, home: string, regions: readonly string[]): readonly Site[] =>
  [...new Set([home, ...regions])].map((region) => ({ partition: partitionOf(region), account, region }));
