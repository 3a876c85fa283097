import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** The account itself, for settings that it has once and for all regions. */
export async function theAccount({ site: { partition, account } }: Reader): Promise<readonly ResourceRef[]> {
  return [{ type: 'AWS::::Account', id: account, partition, account, region: 'global' }];
}
