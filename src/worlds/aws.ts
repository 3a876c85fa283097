import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { awsCloud } from '#adapters/aws/cloud.ts';
import { type AwsCredentials, roleCredentials } from '#adapters/aws/credentials.ts';
import { dynamoStore } from '#adapters/dynamodb/store.ts';
import { systemClock } from '#adapters/memory/clock.ts';
import { randomIds } from '#adapters/memory/ids.ts';
import { s3Blobs } from '#adapters/s3/blobs.ts';
import { answerToken, stepFunctionsDriver } from '#adapters/step-functions/driver.ts';
import { openCatalogue } from '#catalogue/catalogue.ts';
import type { LoadedPolicy } from '#config/load-policy.ts';
import type { Mode } from '#domain/facts.ts';
import type { Json } from '#domain/json.ts';
import { partitionOf } from '#domain/resource-ref.ts';
import { answerLinks } from '#flow/approval/links.ts';
import { keepHabits } from '#flow/habits/keep-habits.ts';
import { loop } from '#flow/loop.ts';
import { notingReopened } from '#flow/notify/reopened.ts';
import { newMemory, tellDue } from '#flow/notify/tell-due.ts';
import { type Receiving, type Reception, receive } from '#flow/receive.ts';
import { learn, recordedKey } from '#flow/recorder.ts';
import { type Invoked, stageHandler } from '#flow/stage-handler.ts';
import type { Tools } from '#flow/tools.ts';
import type { Log } from '#ports/log.ts';
import { type Answers, answersOf } from './answers.ts';
import { channelsOf } from './channels-of.ts';
import { knowledgeOf } from './knowledge-of.ts';
import { modelOf } from './model-of.ts';
import { pricesOf } from './prices-of.ts';

export interface AwsWorld {
  readonly account: string;
  readonly region: string;
  /** The journal's DynamoDB table and the blobs' bucket. */
  readonly table: string;
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly readRole: string;
  /** Not even deployed in dry run. */
  readonly writeRole: string | undefined;
  /** 32 bytes: keyed digests of secrets. */
  readonly digestKey: Uint8Array;
  readonly policy: () => LoadedPolicy;
  readonly defaultMode: Mode;
  /** Milliseconds between the reads that make "healed"; 2,000 on AWS. */
  readonly agreementMs?: number;
  /** Only for tests: an emulator, and keys for it. */
  readonly endpoint?: string;
  readonly keys?: AwsCredentials;
  readonly log: Log;
}

/** The engine as Lambda functions run it: one for stages, called by the state machine, and one for events. */
export interface AwsEngine {
  readonly tools: Receiving;
  /** What the state machine calls. */
  stage(event: unknown): Promise<Invoked>;
  receive(document: Json, trusted: boolean): Promise<readonly Reception[]>;
  /** Tells people and programs all that is due: when an incident asks or ends, and every minute by a schedule. */
  tell(): Promise<void>;
  /** What people say in Slack and by the links of their mails. */
  readonly answers: Answers;
}

/** The world on AWS: DynamoDB, S3, Step Functions, and a role per account. */
export async function openAws(world: AwsWorld): Promise<AwsEngine> {
  const { account, region, endpoint, keys, readRole, writeRole, digestKey, log } = world;
  const connection = { region, ...(endpoint === undefined ? {} : { endpoint }), ...(keys === undefined ? {} : { credentials: keys }) };
  const store = notingReopened(dynamoStore({ table: world.table, options: connection }));
  const blobs = s3Blobs({
    bucket: world.bucket,
    key: digestKey,
    client: new S3Client({ ...connection, forcePathStyle: endpoint !== undefined }),
  });
  const machine = new SFNClient(connection);
  const base = keys === undefined ? undefined : async (): Promise<AwsCredentials> => keys;
  const catalogue = await openCatalogue({});
  const credentials = roleCredentials({ endpoint, base, readRole, writeRole, homeAccount: account });
  const model = modelOf({ policy: () => world.policy().policy, region, keys: base, sandbox: endpoint });
  const tools: Tools = {
    store,
    blobs,
    cloud: awsCloud({
      endpoint,
      credentials,
      writeRole,
      digestKey,
      async recorded(site, resource) {
        const ref = await store.kept(recordedKey({ ...site, ...resource }));
        return ref === undefined ? undefined : blobs.get(ref);
      },
      guarded: () => world.policy().policy.guarded,
    }),
    catalogue,
    knowledge: knowledgeOf({
      policyFile: 'selfheal.yaml',
      policy: () => world.policy().policy,
      actions: await catalogue.actions(),
      connection: { ...connection, forcePathStyle: endpoint !== undefined },
    }),
    get model() {
      return model();
    },
    prices: pricesOf({
      policy: () => world.policy().policy,
      site: { partition: partitionOf(region), account, region },
      endpoint,
      credentials: (site) => credentials(site, { kind: 'read' }),
      // The only folder of a Lambda function that can be written; it lives as long as the function's process or a little longer.
      file: join(tmpdir(), 'selfheal-prices.json'),
      clock: systemClock,
      log,
    }),
    clock: systemClock,
    ids: randomIds,
    log,
    policy: world.policy,
    defaultMode: world.defaultMode,
    agreementMs: world.agreementMs ?? 2_000,
    process: `lambda:${randomIds.short()}`,
  };
  // Functions that run at the same time count together: each reads the store anew and writes before it answers.
  const habits = keepHabits(tools, { inMemory: 0 });
  const receiving: Receiving = {
    ...tools,
    habits,
    driver: stepFunctionsDriver(machine, world.stateMachineArn),
    learned: (signal) => learn(signal, tools),
  };
  const links = answerLinks(digestKey, world.policy);
  const channels = channelsOf(() => world.policy().policy, {
    aws: { account, region, endpoint, credentials: base },
    print: (line) => log.info(line),
    now: () => systemClock.now(),
    links: async (incident, plan, recipient) => links.make(incident, plan, recipient),
  });
  const telltale = { ...tools, channels, sandbox: endpoint !== undefined };
  // A function that stays warm need not look at everything again.
  const memory = newMemory(telltale);
  return {
    tools: receiving,
    stage: stageHandler(loop, tools, (token) => answerToken(machine, token)),
    async receive(document, trusted) {
      const receptions = await receive(document, systemClock.now(), trusted, receiving);
      await habits.flush();
      return receptions;
    },
    tell: () => tellDue(telltale, memory),
    answers: answersOf(receiving, links),
  };
}
