import { z } from 'zod';
import type { Reader } from '#ports/cloud.ts';

/** A function's package, where its owner keeps a copy of it. */
export const Package = z.object({
  is: z.enum(['the same', 'another', 'missing', 'unproven']),
  /** Of a bucket that keeps versions. */
  version: z.string().optional(),
});
/** Copies of the values of its variables. */
export const Copies = z.array(z.object({ of: z.string(), version: z.int(), digest: z.string() }));

/** Where a function's package is looked for: nobody but its owner puts one there. */
export const packageAt = ({ site: { account, region } }: Pick<Reader, 'site'>, name: string) => ({
  Bucket: `selfheal-packages-${account}-${region}`,
  Key: `${name}.zip`,
});
/** Below this name stand the copies of a function's variables: a plan says where a value is, never what it is. */
export const copiesBelow = (name: string): string => `/selfheal/copies/lambda/${name}`;

/** Is the kept package the one that ran? S3 says so only of objects that were uploaded with their SHA-256. */
export async function readPackage(reader: Reader, name: string, code: string): Promise<z.infer<typeof Package>> {
  const { Bucket, Key } = packageAt(reader, name);
  // Asked for an object that is not there, S3 answers that it is forbidden to those who may not list.
  const list = await reader.find('s3', 'listObjectsV2', { Bucket, Prefix: Key }, ['NoSuchBucket', 'PermanentRedirect']);
  if (list?.Contents?.some((object) => object.Key === Key) !== true) return { is: 'missing' };
  const { ChecksumSHA256, VersionId } = await reader.read('s3', 'headObject', { Bucket, Key, ChecksumMode: 'ENABLED' });
  if (ChecksumSHA256 === undefined) return { is: 'unproven' };
  const version = VersionId === undefined || VersionId === 'null' ? {} : { version: VersionId };
  return { is: ChecksumSHA256 === code ? 'the same' : 'another', ...version };
}

/** The copies that there are. */
export async function readCopies(reader: Reader, name: string): Promise<z.infer<typeof Copies>> {
  const Path = copiesBelow(name);
  const { Parameters = [] } = await reader.read('ssm', 'getParametersByPath', { Path, WithDecryption: true });
  return Parameters.flatMap(({ Name = '', Version: version, Value }) =>
    version === undefined || Value === undefined ? [] : [{ of: Name.slice(Path.length + 1), version, digest: reader.digest(Value) }],
  );
}
