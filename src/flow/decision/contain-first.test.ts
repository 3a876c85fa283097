import { expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { readEntry } from '#domain/entry.ts';
import { rollback } from '#flow/people.ts';
import { bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { flowWorld } from '#testkit/flow-world.ts';

/** From the lowest score on tampering is asked. */
const asks = 'bands: { tampering: { log: 0, ask: 0 } }';
const contains = `${asks}\ncontainFirst: [{ match: {}, owner: web, reason: close it first, until: 2027-01-01 }]`;

async function tampered(policy: string) {
  const { cloud, buckets, ref } = bucketWorld(1);
  const bucket = buckets.get('bucket-0001');
  if (bucket === undefined) throw new Error('there is no bucket');
  bucket.block = undefined;
  const world = flowWorld({ cloud, actions: [blockPublicAccess], policy });
  const admission = await world.open(ref('bucket-0001'), { detection: { class: 'tampering' } });
  if (admission.admitted !== 'opened') throw new Error(admission.admitted);
  const incident = await world.drive(admission.incident.id);
  const ended = async (): Promise<readonly unknown[]> => {
    const entries = [];
    for await (const entry of world.tools.store.entries(incident.id)) entries.push(readEntry(entry));
    return entries.filter(({ kind }) => kind === 'ended');
  };
  return { world, bucket, incident, ended };
}

test('without leave, tampering is asked and nothing is written', async () => {
  const { incident, bucket } = await tampered(asks);
  expect(incident.stage).toBe('approval');
  expect(bucket.block).toBeUndefined();
});

test('with leave it is contained at once, a person is paged, and decides whether it stays', async () => {
  const { world, incident, bucket, ended } = await tampered(contains);
  expect(incident).toMatchObject({ stage: 'healed', approval: { by: 'policy' } });
  expect(bucket.block).toEqual(closedBlock);
  expect(await ended()).toMatchObject([{ end: 'healed', page: true }]);
  const driver = { start: async () => {}, wake: async () => {} };
  await rollback(incident.id, { name: 'dave', channel: 'cli' }, { ...world.tools, driver });
  expect(await world.drive(incident.id)).toMatchObject({ stage: 'rolled-back' });
  expect(bucket.block).toBeUndefined();
});
