import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** The part of the last recorded good state that a fix needs; nothing when none was recorded. Throws `bad-state`. */
export async function recordOf<T>(reader: Reader, resource: Pick<ResourceRef, 'type' | 'id'>, shape: z.ZodType<T>): Promise<T | undefined> {
  const record = await reader.recorded(resource);
  if (record === undefined) return undefined;
  const parsed = shape.safeParse(record);
  if (parsed.success) return parsed.data;
  throw new HealError(
    'bad-state',
    `The recorded good state of ${resource.type} ${resource.id} does not have the shape that its action records (${z.prettifyError(parsed.error)}): a person restores it, and it is recorded anew.`,
  );
}
