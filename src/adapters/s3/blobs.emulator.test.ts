import { randomBytes, randomUUID } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { blobsContract } from '#testkit/blobs-contract.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { s3Blobs } from './blobs.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let sandbox: Sandbox;
let client: S3Client;
beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox({ port: 0, demo: false, dataDir: folder.path });
  const credentials = { accessKeyId: 'blobs-contract', secretAccessKey: 'not-checked' };
  client = new S3Client({ endpoint: sandbox.endpoint, region: 'us-east-1', forcePathStyle: true, credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client?.destroy();
  await sandbox?.stop();
  await folder.remove();
});

blobsContract('blobs in S3', async () => {
  const bucket = `blobs-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const place = (ref: string) => ({ Bucket: bucket, Key: `evidence/${ref}` });
  return {
    blobs: s3Blobs({ client, bucket, prefix: 'evidence/', key: randomBytes(32) }),
    raw: {
      read: async (ref) => (await (await client.send(new GetObjectCommand(place(ref)))).Body?.transformToByteArray()) ?? new Uint8Array(),
      write: async (ref, bytes) => void (await client.send(new PutObjectCommand({ ...place(ref), Body: bytes }))),
    },
    close: async () => {},
  };
});

it('says so when the bucket is not there, and when it may not be used', async () => {
  const blobs = s3Blobs({ client, bucket: `none-${randomUUID()}`, key: randomBytes(32) });
  await expect(blobs.put('x')).rejects.toMatchObject({ code: 'not-found', details: { error: 'NoSuchBucket' } });
  await expect(blobs.get('0'.repeat(64))).rejects.toMatchObject({ code: 'not-found' });
  sandbox.proxy.setFault(({ service }) => (service === 's3' ? { kind: 'deny' } : undefined));
  await expect(blobs.put('x')).rejects.toMatchObject({ code: 'access-denied' });
  sandbox.proxy.setFault(() => ({ kind: 'throttle' }));
  await expect(blobs.put('x')).rejects.toMatchObject({ code: 'throttled', retry: 'later' });
  sandbox.proxy.setFault(undefined);
});
