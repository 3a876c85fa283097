import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type OpenCatalogue, openCatalogue } from '#catalogue/catalogue.ts';
import { cloudtrail } from '#catalogue/sources/cloudtrail.ts';
import { config } from '#catalogue/sources/config.ts';
import { securityHub } from '#catalogue/sources/security-hub.ts';
import type { Json } from '#domain/json.ts';
import { bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { flowWorld } from '#testkit/flow-world.ts';
import { advance, release } from './advance.ts';
import { isStage } from './lifecycle.ts';
import { loop } from './loop.ts';
import { type Receiving, receive } from './receive.ts';

let catalogue: OpenCatalogue;
beforeAll(async () => {
  catalogue = await openCatalogue();
});

const bucket = 'bucket-0001';
/** A sample of a source, about our bucket. */
const about = (sample: Json, more: Readonly<Record<string, string>> = {}): Json =>
  JSON.parse(
    Object.entries({ 'invoices-eu': bucket, ...more }).reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(sample)),
  );
const rule = { 's3-bucket-public-read-prohibited': 's3-bucket-level-public-access-prohibited' };
/** One wrong, told through five channels, one of them twice under different ids. */
const channels: readonly { readonly name: string; readonly document: Json; readonly trusted: boolean }[] = [
  { name: 'CloudTrail', document: about(cloudtrail.sample), trusted: true },
  { name: 'Security Hub', document: about(securityHub.sample), trusted: true },
  { name: 'Security Hub, updated', document: about(securityHub.sample, { '08:59:30.000Z': '08:59:45.000Z' }), trusted: true },
  { name: 'Config', document: about(config.sample, rule), trusted: true },
  { name: 'a file that somebody sent', document: about(config.sample, { ...rule, '6f0b1a52': '7f0b1a52' }), trusted: false },
  { name: 'CloudTrail, replayed', document: about(cloudtrail.sample), trusted: true },
];

/** A world in which the bucket is open, and what became of what came in. */
async function tell(order: readonly number[], atOnce: boolean) {
  const { cloud, buckets } = bucketWorld(1, { partition: 'aws', account: '111122223333', region: 'eu-west-1' });
  const state = buckets.get(bucket);
  if (state === undefined) throw new Error('there is no bucket');
  state.block = undefined;
  const { tools, clock } = flowWorld({ cloud, actions: [] });
  const receiving: Receiving = { ...tools, catalogue, driver: { start: async () => {}, wake: async () => {} } };
  const documents = order.flatMap((n) => channels.slice(n, n + 1));
  const took = ({ document, trusted }: (typeof channels)[number]) => receive(document, clock.now(), trusted, receiving);
  if (atOnce) await Promise.all(documents.map(took));
  else for (const one of documents) await took(one);
  const incidents = async () => (await tools.store.incidents({ by: 'opened' }, { limit: 100 })).items;
  for (const { id } of await incidents()) {
    for (let stage = (await tools.store.incident(id))?.stage; stage !== undefined && isStage(stage); ) {
      const next = await advance(id, stage, loop, receiving);
      if ('wait' in next) await clock.sleep(next.wait);
      stage = 'to' in next ? next.to : stage;
    }
    await release(id, tools);
  }
  return { incidents: await incidents(), sent: cloud.sent, state };
}

test('one wrong that every channel tells, in any order and at once, is one incident and one write', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...channels.keys()], { minLength: 2 }), fc.boolean(), async (order, atOnce) => {
      const { incidents, sent, state } = await tell(order, atOnce);
      expect(incidents.map(({ stage, action }) => [stage, action?.id])).toEqual([['healed', 's3.block-public-access']]);
      expect(sent).toHaveLength(1);
      expect(state.block).toEqual(closedBlock);
    }),
    { numRuns: 12 },
  );
});

test('the most cautious class of all channels counts, and every telling', async () => {
  const { incidents } = await tell([...channels.keys()], false);
  // The replayed event is the very same one.
  expect(incidents).toMatchObject([{ repeats: channels.length - 2, class: 'violation' }]);
});
