import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

type Listed = NonNullable<Output<'secretsmanager', 'listSecrets'>['SecretList']>[number];

/** Every secret at the reader's site by its name, those that are to be deleted too. */
export const listSecrets = (reader: Reader): Promise<readonly ResourceRef[]> => secretsAt(reader, () => true);

/** Secrets that are guarded: any other may have been deleted on purpose, and only an event tells. */
export async function listGuardedSecrets(reader: Reader): Promise<readonly ResourceRef[]> {
  const guarded = new Set(reader.guarded());
  const isTagged = ({ Tags: tags = [] }: Listed): boolean => tags.some(({ Key, Value }) => Key === 'selfheal:guarded' && Value === 'true');
  return secretsAt(reader, (secret) => isTagged(secret) || guarded.has(secret.Name ?? ''));
}

async function secretsAt(reader: Reader, wanted: (secret: Listed) => boolean): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { SecretList = [] } = await reader.read('secretsmanager', 'listSecrets', { IncludePlannedDeletion: true });
  return SecretList.filter(wanted).flatMap(({ Name: id, ARN: arn }) =>
    id === undefined ? [] : [{ type: 'AWS::SecretsManager::Secret', id, arn, partition, account, region }],
  );
}

/** A secret without its value. Throws `no-such-resource`. */
export const readSecret = (reader: Reader, secret: string): Promise<Output<'secretsmanager', 'describeSecret'>> =>
  reader.read('secretsmanager', 'describeSecret', { SecretId: secret });

export async function secretTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { Tags: tags = [] } = await readSecret(reader, id);
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
