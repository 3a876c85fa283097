import { z } from 'zod';
import { asHealError } from '#domain/heal-error.ts';
import { AnyJson } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { Blobs } from '#ports/blobs.ts';

/** A stored state with its content, secrets masked; `unreadable` says why the content is missing. */
export const StateView = z.object({
  ref: z.string(),
  at: z.int().nullable(),
  state: AnyJson,
  unreadable: z.string().optional(),
});
export type StateView = Readonly<z.infer<typeof StateView>>;

/** A state by its reference; a blob that cannot be read is told, never thrown, so that the rest of the story still shows. */
export async function stateView(ref: string | undefined, at: number | undefined, blobs: Blobs): Promise<StateView | null> {
  if (ref === undefined) return null;
  const found = { ref, at: at ?? null };
  try {
    return { ...found, state: redacted(await blobs.get(ref)) };
  } catch (error) {
    return { ...found, state: null, unreadable: asHealError(error).message };
  }
}
