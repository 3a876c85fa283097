import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

type Key = NonNullable<Output<'kms', 'describeKey'>['KeyMetadata']>;

/** Every key at the reader's site that the account made itself; those of AWS services cannot be changed. */
export async function listKeys(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { Keys = [] } = await reader.read('kms', 'listKeys', {});
  const ours: ResourceRef[] = [];
  // One after the other: KMS takes few requests a second, and the application needs them more.
  for (const { KeyId: id, KeyArn: arn } of Keys)
    if (id !== undefined && (await readKey(reader, id)).KeyManager === 'CUSTOMER')
      ours.push({ type: 'AWS::KMS::Key', id, arn, partition, account, region });
  return ours;
}

/** One key as AWS describes it. Throws `no-such-resource`. */
export async function readKey(reader: Reader, keyId: string): Promise<Key> {
  const { KeyMetadata } = await reader.read('kms', 'describeKey', { KeyId: keyId });
  if (KeyMetadata !== undefined) return KeyMetadata;
  throw new HealError('no-such-resource', `${keyId} is not a key in ${reader.site.region}: check its id, account and region.`);
}

export async function keyTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { Tags: tags = [] } = await reader.read('kms', 'listResourceTags', { KeyId: id });
  return Object.fromEntries(tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]));
}

/** Whether a key is in use, and what is known of that from before. */
export const Use = z.object({
  state: z.string(),
  /** Was it enabled when it was last recorded as good? Unknown when it never was. */
  wasEnabled: z.boolean().optional(),
});

/** A record made while the key waited for its deletion says what was known then. */
export async function recordedUse(reader: Reader, keyId: string): Promise<boolean | undefined> {
  const record = await recordOf(reader, { type: 'AWS::KMS::Key', id: keyId }, Use);
  if (record?.state === 'Enabled') return true;
  return record?.state === 'Disabled' ? false : record?.wasEnabled;
}
