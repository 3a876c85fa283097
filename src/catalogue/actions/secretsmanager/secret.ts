import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

/** Every secret at the reader's site by its name, those that are to be deleted too. */
export async function listSecrets(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { SecretList = [] } = await reader.read('secretsmanager', 'listSecrets', { IncludePlannedDeletion: true });
  return SecretList.flatMap(({ Name: id, ARN: arn }) =>
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
