import { z } from 'zod';
import { type EntryBody, readEntry } from '#domain/entry.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { type StateChange, stateChanges } from '#domain/state-changes.ts';
import type { Tools } from '#flow/tools.ts';
import type { ActionSummary } from '#ports/catalogue.ts';
import type { Finding } from '#ports/notify.ts';

type Needed = Pick<Tools, 'store' | 'blobs' | 'catalogue'>;

/** All that is known of an incident for telling it. */
export interface Story {
  readonly incident: IncidentDocument;
  /** Entries that the document knows of. */
  readonly ledger: readonly EntryBody[];
  readonly changes: readonly StateChange[];
  readonly action: ActionSummary | undefined;
  readonly finding: Finding | undefined;
}

/** Reads what messages are made from; what cannot be read is left out, because a notice must not wait for a blob. */
export async function storyOf(incident: IncidentDocument, tools: Needed): Promise<Story> {
  const ledger: EntryBody[] = [];
  for await (const entry of tools.store.entries(incident.id)) if (entry.seq <= incident.entries) ledger.push(readEntry(entry));
  const { plan, before, diagnosis, verification, action, signal } = incident;
  const [was, is, known, event] = await Promise.all([
    state(before?.state ?? plan?.from ?? diagnosis?.state, tools),
    state(verification?.state ?? plan?.predicted, tools),
    action === undefined ? undefined : tools.catalogue.action(action.id).catch(() => undefined),
    signal.source === 'security-hub' ? state(incident.event, tools) : undefined,
  ]);
  return {
    incident,
    ledger,
    changes: was === undefined || is === undefined ? [] : stateChanges(was, is),
    action: known,
    finding: event === undefined ? undefined : findingIn(event),
  };
}

async function state(ref: string | undefined, { blobs }: Needed): Promise<Json | undefined> {
  return ref === undefined ? undefined : blobs.get(ref).then(redacted, () => undefined);
}

const Imported = z.object({
  region: z.string(),
  detail: z.object({ findings: z.array(z.object({ Id: z.string(), ProductArn: z.string() })).length(1) }),
});

/** The ASFF finding of an event; those in OCSF are not updated by BatchUpdateFindings. */
function findingIn(event: Json): Finding | undefined {
  const { data } = Imported.safeParse(event);
  const [finding] = data?.detail.findings ?? [];
  if (data === undefined || finding === undefined) return undefined;
  // The product's ARN names the region whose Security Hub holds the finding.
  return { id: finding.Id, productArn: finding.ProductArn, region: finding.ProductArn.split(':')[3] || data.region };
}
