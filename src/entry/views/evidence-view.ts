import { z } from 'zod';
import { type Diagnosis, Evidence } from '#domain/facts.ts';
import { asHealError } from '#domain/heal-error.ts';
import { AnyJson } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { bounded } from '#flow/diagnosis/evidence/bounded.ts';
import type { Blobs } from '#ports/blobs.ts';

/** One thing that a diagnosis rests on, with the data itself, secrets masked; `unreadable` says why the data is missing. */
export const EvidenceView = Evidence.extend({ data: AnyJson.nullable(), unreadable: z.string().optional() });
export type EvidenceView = Readonly<z.infer<typeof EvidenceView>>;

/** Events are stored whole; more than this of one is read by its blob. */
const mostBytes = 16_384;

/** The evidence of a diagnosis with its data; a blob that cannot be read is told, never thrown. */
export const evidenceViews = (diagnosis: Diagnosis | undefined, blobs: Blobs): Promise<EvidenceView[]> =>
  Promise.all((diagnosis?.evidence ?? []).map((item) => evidenceView(item, blobs)));

async function evidenceView(item: Evidence, blobs: Blobs): Promise<EvidenceView> {
  if (item.blob === undefined) return { ...item, data: null };
  try {
    const { json, cut } = bounded(redacted(await blobs.get(item.blob)), mostBytes);
    return { ...item, data: json, ...(cut ? { cut } : {}) };
  } catch (error) {
    return { ...item, data: null, unreadable: asHealError(error).message };
  }
}
