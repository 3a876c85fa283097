import { expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { bucketWorld, closedBlock } from './bucket-world.ts';

const incident = 'inc-01hzzzzzzzzzzzzzzzzzzzzzzz';

test('s3.block-public-access observes, heals and undoes a bucket of the world', async () => {
  const { cloud, site, buckets } = bucketWorld(3);
  const opened = buckets.get('bucket-0002');
  if (opened === undefined) throw new Error('the world has no second bucket');
  opened.block = { ...closedBlock, BlockPublicPolicy: false };
  const remedy = blockPublicAccess.with({ bucket: 'bucket-0002' });
  const before = await remedy.observe(cloud.reader(site));
  expect(remedy.wrong(before)).toBe('BlockPublicPolicy is off');

  for (const each of remedy.fix(before)) await cloud.writer(site, incident).send(each);
  const healed = await remedy.observe(cloud.reader(site));
  expect(remedy.wrong(healed)).toBeUndefined();
  expect(remedy.fix(healed)).toEqual([]);
  expect(opened.block).toEqual(closedBlock);

  for (const each of remedy.undo(before, healed)) await cloud.writer(site, incident).send(each);
  expect(await remedy.observe(cloud.reader(site))).toEqual(before);
  expect(cloud.counts().writes).toBe(2);
});

test('a bucket without a block is seen, and one that is gone is no such resource', async () => {
  const { cloud, site, buckets } = bucketWorld(2);
  buckets.set('bucket-0001', { block: undefined, website: true, tags: {} });
  buckets.delete('bucket-0002');
  const reader = cloud.reader(site);
  const bare = blockPublicAccess.with({ bucket: 'bucket-0001' });
  const state = await bare.observe(reader);
  expect(bare.wrong(state)).toBe('the bucket has no public access block');
  expect(bare.refuses(state)).toContain('website');
  await expect(blockPublicAccess.with({ bucket: 'bucket-0002' }).observe(reader)).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('the world lists its buckets with their tags', async () => {
  const { cloud, site, buckets, ref } = bucketWorld(2);
  buckets.set('bucket-0002', { block: { ...closedBlock }, website: false, tags: { environment: 'staging' } });
  const reader = cloud.reader(site);
  expect(await blockPublicAccess.list(reader)).toEqual([ref('bucket-0001'), ref('bucket-0002')]);
  expect(await blockPublicAccess.tags(reader, ref('bucket-0001'))).toEqual({});
  expect(await blockPublicAccess.tags(reader, ref('bucket-0002'))).toEqual({ environment: 'staging' });
});
