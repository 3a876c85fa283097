import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** The reader's account, for settings that a region of it has once. */
export async function listAccount({ site }: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = site;
  return [{ type: 'AWS::::Account', id: account, partition, account, region }];
}
