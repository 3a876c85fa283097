import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Tags of anything that EC2 knows by an id. */
export async function ec2Tags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { Tags: tags = [] } = await reader.read('ec2', 'describeTags', { Filters: [{ Name: 'resource-id', Values: [id] }] });
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
