import { expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import type { Json } from '#domain/json.ts';
import type { Signal } from '#domain/signal.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { alice, flowWorld } from '#testkit/flow-world.ts';
import { admit } from './admit.ts';
import { answer } from './people.ts';
import { stop } from './stop.ts';
import type { Tools } from './tools.ts';

const secrets = {
  key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  token: `IQoJb3JpZ2luX2Vj${'aB3/'.repeat(40)}==`,
  pem: `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEow'.repeat(12)}\n-----END RSA PRIVATE KEY-----`,
  github: `ghp_${'a1B2'.repeat(9)}`,
  slack: 'xoxb-123456789012-abcdefABCDEF',
  bearer: 'q1w2e3r4t5y6u7i8o9p0',
  password: 'correct horse battery',
  userData: 'IyEvYmluL3NoCmVjaG8gaHVudGVyMg==',
  variable: 'postgres://app:hunter2@db/app',
};

/** A call as CloudTrail tells it, in which nothing was hidden. */
const event: Json = {
  source: 'aws.s3',
  detail: {
    userIdentity: { type: 'IAMUser', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', seen: secrets.key },
    userAgent: `curl -H "Authorization: Bearer ${secrets.bearer}"`,
    requestParameters: {
      bucketName: 'bucket-0001',
      secretString: JSON.stringify({ user: 'app', password: secrets.password }),
      masterUserPassword: secrets.password,
      userData: secrets.userData,
      environment: { variables: { DATABASE: secrets.variable } },
      description: `deploy with ${secrets.github} and ${secrets.slack}`,
    },
    responseElements: { credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: secrets.key, sessionToken: secrets.token } },
    resources: [[secrets.pem, JSON.stringify({ Body: JSON.stringify({ SecretAccessKey: secrets.key }) })]],
  },
};

const held = (text: string): readonly string[] =>
  Object.entries(secrets).flatMap(([name, secret]) => (text.includes(JSON.stringify(secret).slice(1, -1)) ? [name] : []));

test('an incident whose event and whose people name secrets keeps none: not in the ledger, the document, or an open blob', async () => {
  expect(held(JSON.stringify(event))).toEqual(Object.keys(secrets));
  const { cloud, ref, buckets } = bucketWorld(1);
  const bucket = buckets.get('bucket-0001');
  if (bucket === undefined) throw new Error('the world has no bucket');
  bucket.block = undefined;
  const flow = flowWorld({ cloud, actions: [blockPublicAccess], mode: 'copilot' });
  const open: string[] = [];
  const { blobs } = flow.tools;
  const watched: Tools['blobs'] = {
    get: (reference) => blobs.get(reference),
    put(value, options) {
      if (options?.sealed !== true) open.push(JSON.stringify(value));
      return blobs.put(value, options);
    },
  };
  const tools = { ...flow.tools, blobs: watched, driver: { start: async () => {}, wake: async () => {} } };

  const resource = ref('bucket-0001');
  const title = `DeletePublicAccessBlock with ${secrets.github}`;
  const signal: Signal = { id: 'e1', source: 'cloudtrail', rank: 'attested', title, at: flow.clock.now(), resource, actor: alice };
  const detection = { id: 's3.x', title: 'A public access block was removed', class: 'violation', severity: 'high' } as const;
  const remedy = { action: blockPublicAccess.id, params: { bucket: 'bucket-0001' }, condition: {} };
  for (const id of ['e1', 'e2']) await admit({ ...signal, id }, event, { detection, remedy }, flow.clock.now(), tools);
  const [found] = (await tools.store.incidents({ by: 'opened' }, { limit: 10 })).items;
  const id = found?.id ?? '';
  expect(await flow.drive(id)).toMatchObject({ stage: 'approval', repeats: 1 });
  await answer(id, 'approve', { name: 'dave', channel: 'cli' }, tools, { reason: `checked with ${secrets.slack}` });
  await stop(`dave, password=${secrets.github}`, tools);

  const ledger: string[] = [];
  for (const chain of [id, 'system-2026-11-20']) for await (const { bytes } of tools.store.entries(chain)) ledger.push(bytes);
  expect(ledger.map((bytes) => JSON.parse(bytes).kind)).toEqual(
    expect.arrayContaining(['opened', 'repeated', 'asked', 'answered', 'stopped']),
  );
  expect(held(ledger.join('\n'))).toEqual([]);
  expect(open).toHaveLength(2);
  expect(held(open.join('\n'))).toEqual([]);
  expect(JSON.parse(open[0] ?? '').detail.requestParameters).toMatchObject({ bucketName: 'bucket-0001', masterUserPassword: '[redacted]' });
  expect(held(JSON.stringify(await tools.store.incident(id)))).toEqual([]);
});
