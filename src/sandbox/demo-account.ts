import { HealError } from '#domain/heal-error.ts';
import { type DemoBuckets, seedBuckets } from './demo/buckets.ts';
import { seedFunction, seedQueue, seedTopic, seedTrail } from './demo/messaging.ts';
import { type DemoRoles, type Keys, seedPeople } from './demo/people.ts';
import type { Seeding } from './demo/seeding.ts';
import { type DemoAlarms, type DemoGroups, type DemoInstances, seedServers } from './demo/servers.ts';
import { type DemoParameters, seedParameters } from './demo/settings.ts';
import { type DemoTables, seedTables } from './demo/tables.ts';
import { upstream } from './upstream.ts';

export type { Keys };

/** What was made for Harbor Coffee, a small online shop: ids and names by role. */
export interface DemoAccount {
  readonly account: string;
  readonly region: string;
  /** Of `demo-user`, who may do everything, and of `selfheal-engine`, who may assume Selfheal's roles. */
  readonly keys: { readonly user: Keys; readonly engine: Keys };
  readonly roles: DemoRoles;
  readonly buckets: DemoBuckets;
  readonly groups: DemoGroups;
  readonly instances: DemoInstances;
  readonly alarms: DemoAlarms;
  readonly tables: DemoTables;
  readonly parameters: DemoParameters;
  /** ARN. */
  readonly topic: string;
  /** URL. */
  readonly queue: string;
  readonly function: string;
  readonly trail: string;
}

/** Seeds account 123456789012, us-east-1, straight into the emulator, so that nothing of it is recorded. Throws `emulator-failed`. */
export async function seedDemoAccount(emulatorUrl: string): Promise<DemoAccount> {
  const [account, region] = ['123456789012', 'us-east-1'];
  const credentials = { accessKeyId: 'harborseed', secretAccessKey: 'harborseed' };
  const seeding: Seeding = { account, region, client: { endpoint: emulatorUrl, region, credentials }, upstream: upstream(emulatorUrl, '') };
  try {
    const [people, { buckets, trail }, servers, tables, parameters, queue] = await Promise.all([
      seedPeople(seeding).then(async (made) => ({ ...made, function: await seedFunction(seeding, made.roles.lambda) })),
      seedBuckets(seeding).then(async (made) => ({ buckets: made, trail: await seedTrail(seeding, made.logs) })),
      seedTopic(seeding).then(async (topic) => ({ topic, ...(await seedServers(seeding, topic)) })),
      seedTables(seeding),
      seedParameters(seeding),
      seedQueue(seeding),
    ]);
    const { keys, roles, function: emails } = people;
    return { account, region, keys, roles, buckets, trail, ...servers, tables, parameters, queue, function: emails };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HealError('emulator-failed', `The demo account could not be seeded (${why}): start again, or start without it.`, { cause });
  }
}
