import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { HealError } from '#domain/heal-error.ts';
import { AnyJson, type Json } from '#domain/json.ts';
import type { Action } from '#ports/catalogue.ts';
import type { Reader } from '#ports/cloud.ts';
import type { Log } from '#ports/log.ts';
import { bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { alice, flowWorld, quiet } from '#testkit/flow-world.ts';
import { learn, record, recordAll, recordedKey } from './recorder.ts';

const denied = new HealError('access-denied', 'not allowed');
/** Records, and looks at more than whether the bucket is closed, so that one good state differs from another. */
const recording: Action = {
  ...blockPublicAccess,
  recorded: true,
  with(params) {
    const remedy = blockPublicAccess.with(params);
    const { bucket } = z.object({ bucket: z.string() }).parse(params);
    const observe = async (reader: Reader): Promise<Json> => {
      const website = await reader.find('s3', 'getBucketWebsite', { Bucket: bucket }, ['NoSuchWebsiteConfiguration']);
      return { ...z.record(z.string(), AnyJson).parse(await remedy.observe(reader)), website: website !== undefined };
    };
    return { ...remedy, observe };
  },
};

/** Three buckets, of which the second is open; what the log warned of. */
function world(actions: readonly Action[] = [recording]) {
  const { cloud, buckets, ref, site } = bucketWorld(3);
  const bucket = (n: number) => {
    const found = buckets.get(`bucket-000${n}`);
    if (found === undefined) throw new Error(`the world has no bucket ${n}`);
    return found;
  };
  bucket(2).block = undefined;
  const warned: string[] = [];
  const log: Log = { ...quiet, warn: (message) => void warned.push(message) };
  const tools = { ...flowWorld({ cloud, actions }).tools, log };
  const kept = async (n: number) => {
    const reference = await tools.store.kept(recordedKey(ref(`bucket-000${n}`)));
    return reference === undefined ? undefined : await tools.blobs.get(reference);
  };
  const signal = {
    id: 'e',
    source: 'cloudtrail',
    rank: 'attested',
    title: 't',
    at: 1,
    actor: alice,
    operation: 's3:PutBucketAcl',
  } as const;
  return { cloud, bucket, ref, site, tools, warned, kept, signalOn: (n: number) => ({ ...signal, resource: ref(`bucket-000${n}`) }) };
}

describe('the recorder', () => {
  test('keeps the state of what is healthy, and of nothing else', async () => {
    const { tools, ref, kept, cloud } = world();
    expect(await record(ref('bucket-0001'), tools)).toBe(true);
    expect(await record(ref('bucket-0002'), tools)).toBe(false);
    expect(await record(ref('bucket-0009'), tools)).toBe(false);
    expect([await kept(1), await kept(2), await kept(9)]).toEqual([{ block: closedBlock, website: false }, undefined, undefined]);
    expect(cloud.sent).toEqual([]);
  });

  test('keeps the last good state when the present one is wrong', async () => {
    const { tools, ref, bucket, kept } = world();
    bucket(1).website = true;
    await record(ref('bucket-0001'), tools);
    bucket(1).block = undefined;
    expect(await record(ref('bucket-0001'), tools)).toBe(false);
    expect(await kept(1)).toEqual({ block: closedBlock, website: true });
  });

  test('keeps nothing for actions that do not ask for it, or for another kind of resource', async () => {
    const { tools, ref, kept } = world([blockPublicAccess]);
    expect(await record(ref('bucket-0001'), tools)).toBe(false);
    const { tools: other } = world();
    expect(await record({ ...ref('bucket-0001'), type: 'AWS::SSM::Parameter' }, other)).toBe(false);
    expect(await kept(1)).toBeUndefined();
  });

  test('keeps the records of two actions apart, so that each finds the state that it judged itself', async () => {
    const other = { ...recording, id: 's3.other', with: (params: Json) => ({ ...recording.with(params), wrong: () => undefined }) };
    const { tools, ref, bucket } = world([recording, other]);
    await record(ref('bucket-0001'), tools);
    bucket(1).block = undefined;
    await record(ref('bucket-0001'), tools);
    const keptBy = async (action: string) => {
      const reference = await tools.store.kept(recordedKey({ ...ref('bucket-0001'), action }));
      return reference === undefined ? undefined : await tools.blobs.get(reference);
    };
    expect(await keptBy(recording.id)).toEqual({ block: closedBlock, website: false });
    expect(await keptBy('s3.other')).toEqual({ website: false });
  });

  test('keeps the state sealed', async () => {
    const { tools, ref } = world();
    const sealed: unknown[] = [];
    const blobs = {
      ...tools.blobs,
      put: (...[value, options]: Parameters<typeof tools.blobs.put>) => {
        sealed.push(options?.sealed);
        return tools.blobs.put(value, options);
      },
    };
    await record(ref('bucket-0001'), { ...tools, blobs });
    expect(sealed).toEqual([true]);
  });

  test('tells an account, a region and a kind apart', () => {
    const { ref } = world();
    const bucket = ref('bucket-0001');
    const others = [
      { ...bucket, account: '210987654321' },
      { ...bucket, region: 'eu-west-1' },
      { ...bucket, type: 'AWS::SSM::Parameter' },
    ];
    expect(new Set([bucket, ...others].map(recordedKey)).size).toBe(4);
  });

  test('learns from a change that was nobody’s incident, and not from one that failed, that nobody attests to, that no call is known for, or that changes no setting', async () => {
    const { tools, kept, signalOn, bucket } = world();
    await learn({ ...signalOn(1), failed: 'AccessDenied' }, tools);
    await learn({ ...signalOn(1), rank: 'reported' }, tools);
    const { operation: _, ...news } = signalOn(1);
    await learn(news, tools);
    for (const operation of ['s3:GetBucketAcl', 's3:PutObject', 's3:CompleteMultipartUpload', 'dynamodb:DescribeTable'])
      await learn({ ...signalOn(1), operation }, tools);
    expect(await kept(1)).toBeUndefined();
    await learn(signalOn(1), tools);
    expect(await kept(1)).toMatchObject({ website: false });
    bucket(1).website = true;
    await learn(signalOn(1), tools);
    expect(await kept(1)).toMatchObject({ website: true });
  });

  test('records everything at a site that is healthy, and says how many', async () => {
    const { tools, site, kept } = world();
    expect(await recordAll(site, tools)).toBe(2);
    expect([await kept(1), await kept(2), await kept(3)].map((state) => state !== undefined)).toEqual([true, false, true]);
  });

  test('warns of what it cannot read or list, and goes on', async () => {
    const { tools, site, cloud, warned, kept } = world();
    cloud.fail({
      service: 's3',
      operation: 'getBucketWebsite',
      error: new HealError('throttled', 'slow down', { retry: 'later' }),
      when: 'before',
    });
    expect(await recordAll(site, tools)).toBe(1);
    expect(warned).toEqual([expect.stringContaining('the good state of bucket-0001 could not be recorded: slow down')]);
    expect(await kept(3)).toBeDefined();
    cloud.fail({ service: 's3', operation: 'listBuckets', error: denied, when: 'before' });
    expect(await recordAll(site, tools)).toBe(0);
    expect(warned[1]).toContain('nothing could be listed: not allowed');
  });
});
