import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { refused } from './runbook-file.ts';
import { isRunbook, type RunbookSource } from './runbook-source.ts';

interface S3RunbooksOptions {
  /** `s3://bucket/prefix`. */
  readonly address: string;
  readonly connection: S3ClientConfig;
  /** Milliseconds that a listing counts, because a decision must not wait for S3 each time. */
  readonly freshMs?: number;
}

/** A decision waits for S3 at most about ten seconds, then it asks. */
const patience = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;

/** A prefix of a bucket: its Markdown objects, not those of prefixes below it. Needs s3:ListBucket and s3:GetObject. */
export function s3Runbooks({ address, connection, freshMs = 30_000 }: S3RunbooksOptions): RunbookSource {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(address) ?? [];
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  let opened: ReturnType<typeof open> | undefined;
  let listing: { readonly at: number; readonly files: ReturnType<RunbookSource['list']> } | undefined;

  /** The SDK is loaded by those who name a bucket only. */
  async function open() {
    const { S3Client, GetObjectCommand, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    return { client: new S3Client({ ...patience, ...connection }), GetObjectCommand, ListObjectsV2Command };
  }

  async function listed(): ReturnType<RunbookSource['list']> {
    const { client, ListObjectsV2Command } = await (opened ??= open());
    const files: { name: string; mark: string }[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ContinuationToken: token }),
      );
      for (const { Key = '', ETag = '' } of page.Contents ?? []) {
        const name = Key.slice(prefix.length);
        if (isRunbook(name)) files.push({ name, mark: ETag });
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return files;
  }

  return {
    async list() {
      const now = performance.now();
      if (listing === undefined || now - listing.at > freshMs) listing = { at: now, files: listed() };
      return listing.files.catch((error: unknown) => {
        // The next look asks again: what could not be listed is nothing to remember.
        listing = undefined;
        throw refused(
          address,
          [`the runbooks in ${address} cannot be read: ${asHealError(error).message}; check bucket and permissions`],
          error,
        );
      });
    },
    async read(name) {
      const { client, GetObjectCommand } = await (opened ??= open());
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `${prefix}${name}` }));
      if (Body === undefined) throw new HealError('no-such-resource', `s3://${bucket}/${prefix}${name} has no content`);
      return Body.transformToString();
    },
    address: (name) => `s3://${bucket}/${prefix}${name}`,
  };
}
