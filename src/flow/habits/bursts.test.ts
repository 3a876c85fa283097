import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalogue } from '#catalogue/catalogue.ts';
import type { JsonObject } from '#domain/json.ts';
import { type Receiving, receive } from '#flow/receive.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld, start } from '#testkit/flow-world.ts';
import { keepHabits } from './keep-habits.ts';

const account = '123456789012';
const catalogue = await openCatalogue();

const role = {
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/Exporter/i-0abc`,
  accountId: account,
  sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${account}:role/service/Exporter`, accountId: account } },
};
const record = (n: number, name: string, given: JsonObject = {}): JsonObject => ({
  version: '0',
  id: `delivery-${n}`,
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.s3',
  account,
  time: new Date(start + n * 500).toISOString(),
  region: 'us-east-1',
  resources: [],
  detail: {
    eventVersion: '1.11',
    userIdentity: role,
    eventTime: new Date(start + n * 500).toISOString(),
    eventSource: 's3.amazonaws.com',
    eventName: name,
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    requestParameters: { bucketName: `bucket-${n}`, key: `file-${n}` },
    requestID: `request-${n}`,
    eventID: `event-${n}`,
    eventType: 'AwsApiCall',
    recipientAccountId: account,
    ...given,
  },
});
const reads = (count: number) => Array.from({ length: count }, (_, n) => record(n, 'GetObject'));
const refused = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    record(n, n % 2 === 0 ? 'ListBuckets' : 'GetBucketAcl', { errorCode: 'AccessDenied', eventID: `refused-${n}` }),
  );

/** The loop over memory with the real catalogue; whatever opens is driven to its end at once when asked for. */
function world({ driven = true } = {}) {
  const { cloud } = bucketWorld(1);
  const flow = flowWorld({ cloud, actions: [] });
  const tools = { ...flow.tools, catalogue };
  const opened: string[] = [];
  const receiving: Receiving = {
    ...tools,
    habits: keepHabits(tools),
    driver: {
      async start({ id }) {
        opened.push(id);
        if (driven) await flow.drive(id);
      },
      wake: async () => {},
    },
  };
  const take = async (documents: readonly JsonObject[], trusted = true) => {
    const became: string[] = [];
    for (const document of documents)
      became.push(...(await receive(document, flow.clock.now(), trusted, receiving)).map((reception) => reception.became));
    return became;
  };
  const incidents = async () => (await tools.store.incidents({ by: 'opened' }, { limit: 100 })).items;
  return { flow, take, incidents, opened, receiving };
}
describe('a thousand reads by one principal', () => {
  test('are one incident about the principal, and what comes later is counted on it', async () => {
    const { take, incidents } = world();
    await take(reads(1_000));
    const all = await incidents();
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      detection: 'burst.calls',
      class: 'tampering',
      stage: 'logged',
      resource: { type: 'AWS::IAM::Role', id: 'Exporter', account, region: 'global' },
      repeats: 950,
    });
    expect(all[0]?.diagnosis?.contributions.map(({ name }) => name)).toContain('burst');
  });

  test('are counted the same on an incident that is still open', async () => {
    const { take, incidents } = world({ driven: false });
    await take(reads(200));
    expect(await incidents()).toMatchObject([{ detection: 'burst.calls', stage: 'diagnosis', repeats: 150 }]);
  });

  test('are the same incident in any order, and with every event delivered twice', async () => {
    const incidentsOf = async (documents: readonly JsonObject[]) => {
      const { take, incidents } = world();
      await take(documents);
      return (await incidents()).map(({ fingerprint, resource }) => ({ fingerprint, resource }));
    };
    const all = [...reads(90), ...refused(40).map((each, n) => ({ ...each, id: `refused-${n}` }))];
    const once = await incidentsOf(all);
    expect(once).toHaveLength(2);
    const byFingerprint = (list: typeof once) => list.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
    const shuffled = fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length });
    await fc.assert(
      fc.asyncProperty(shuffled, async (documents) => {
        expect(byFingerprint(await incidentsOf(documents))).toEqual(byFingerprint(once));
      }),
      { numRuns: 5 },
    );
  });

  test('at the same time are one incident too', async () => {
    const { receiving, incidents, flow } = world({ driven: false });
    await Promise.all(reads(120).map((document) => receive(document, flow.clock.now(), true, receiving)));
    expect(await incidents()).toHaveLength(1);
  });

  test('are two stories when an hour of quiet lies between them', async () => {
    const { take, incidents, flow } = world();
    await take(reads(60));
    flow.clock.pass(61 * 60_000);
    const later = Array.from({ length: 60 }, (_, n) => record(10_000 + n, 'GetObject'));
    await take(later);
    expect(await incidents()).toHaveLength(2);
  });

  test('that are only reported are one incident too, and raise no score', async () => {
    const { take, incidents } = world();
    await take(reads(200), false);
    const all = await incidents();
    expect(all).toMatchObject([{ detection: 'burst.calls', signal: { rank: 'reported' }, repeats: 150 }]);
    expect(all[0]?.habits).toBeUndefined();
  });

  test('that are fewer than fifty, or spread over hours, are none', async () => {
    const few = world();
    await few.take(reads(49));
    expect(await few.incidents()).toEqual([]);
    const slow = world();
    await slow.take(Array.from({ length: 200 }, (_, n) => record(n * 60, 'GetObject', { eventID: `slow-${n}` })));
    expect(await slow.incidents()).toEqual([]);
  });
});

test('twenty refused calls are one incident, whatever was refused', async () => {
  const { take, incidents } = world();
  await take(refused(19));
  expect(await incidents()).toEqual([]);
  await take(refused(200));
  const all = await incidents();
  expect(all).toMatchObject([{ detection: 'burst.denied', resource: { type: 'AWS::IAM::Role', id: 'Exporter' }, repeats: 180 }]);
  expect(all[0]?.habits?.map(({ name }) => name)).toContain('failed-attempts');
});

test('an incident keeps what habits said when it opened; what they learn later changes nothing', async () => {
  const { take, incidents } = world();
  const create = record(1, 'DeleteBucketPublicAccessBlock', { eventID: 'one' });
  await take([create]);
  const [before] = await incidents();
  expect(before?.habits).toEqual([{ name: 'habits', weight: 0, why: 'nothing is known of the account: habits count for little yet' }]);
  await take([create]);
  expect((await incidents()).map(({ habits }) => habits)).toEqual([before?.habits]);
});
