import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { isRef, noBlob, sealer } from '#adapters/files/sealer.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { canonical } from '#domain/json.ts';
import type { Blobs } from '#ports/blobs.ts';

/** Where the blobs are: objects of one bucket below a prefix; `kmsKeyId` encrypts every object with KMS besides. */
interface S3BlobsOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix?: string;
  /** 32 bytes; seals as `fileBlobs` does, so that nobody who may only read the bucket reads a secret. */
  readonly key: Uint8Array;
  readonly kmsKeyId?: string;
}

/** Blobs as objects in S3; putting a content again writes the same object again. Throws HealError. */
export function s3Blobs({ client, bucket, prefix = 'blobs/', key, kmsKeyId }: S3BlobsOptions): Blobs {
  const { ref: refOf, close, open } = sealer(key);
  const place = (ref: string) => ({ Bucket: bucket, Key: `${prefix}${ref}` });

  return {
    put: async (value, { sealed = false } = {}) => {
      const text = canonical(value);
      const ref = refOf(text, sealed);
      const encryption = kmsKeyId === undefined ? {} : { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: kmsKeyId };
      await client
        .send(new PutObjectCommand({ ...place(ref), Body: close(ref, text), ContentType: 'application/octet-stream', ...encryption }))
        .catch((error: unknown) => {
          throw s3Error(error, bucket);
        });
      return ref;
    },
    get: async (ref) => {
      if (!isRef(ref)) throw noBlob(ref);
      try {
        const { Body } = await client.send(new GetObjectCommand(place(ref)));
        return open(ref, (await Body?.transformToByteArray()) ?? new Uint8Array());
      } catch (error) {
        throw error instanceof NoSuchKey ? noBlob(ref) : s3Error(error, bucket);
      }
    },
  };
}

function s3Error(error: unknown, bucket: string): HealError {
  if (!(error instanceof S3ServiceException)) return asHealError(error);
  const status = error.$metadata.httpStatusCode;
  const options = { details: { bucket, error: error.name }, cause: error };
  const what = `S3 bucket ${bucket}: ${error.name}: ${error.message}.`;
  if (status === 403) return new HealError('access-denied', `${what} Allow our role to read and write it.`, options);
  if (status === 404) return new HealError('not-found', `${what} Create the bucket, or name the right one.`, options);
  if (status === 503 || status === 429) return new HealError('throttled', `${what} Try again later.`, { ...options, retry: 'later' });
  return new HealError('aws-error', `${what} See what AWS says and try again.`, { ...options, retry: 'later' });
}
