import type { EntryBody } from '#domain/entry.ts';
import type { JsonObject } from '#domain/json.ts';
import { amend } from '#flow/journal.ts';
import type { Tools } from '#flow/tools.ts';
import type { NoticeKind } from '#ports/notify.ts';

/** Who was told what: `of` is the number of the entry that it was about. */
export interface Telling {
  readonly channel: string;
  readonly of: number;
  readonly notice: NoticeKind;
  readonly outcome: 'told' | 'refused' | 'given-up';
  /** Told here because that channel could not be reached. */
  readonly insteadOf?: string | undefined;
  /** Told as one line of this digest. */
  readonly digest?: string | undefined;
  readonly because?: string | undefined;
}

/** With a sentence for people who read the ledger. */
export function asBody(telling: Telling): JsonObject {
  const { channel, notice, outcome, insteadOf, digest, because } = telling;
  const how = outcome === 'told' ? `${channel} was told: ${notice}` : `${channel} could not be told: ${notice} (${because ?? outcome})`;
  const where = `${digest === undefined ? '' : ', in a digest'}${insteadOf === undefined ? '' : `, because ${insteadOf} could not be reached`}`;
  return { ...telling, why: `${how}${where}` };
}

/** Writes into an incident's ledger who was told. */
export async function recordTelling(id: string, body: JsonObject, { store, clock }: Pick<Tools, 'store' | 'clock'>): Promise<void> {
  await amend(
    store,
    () => clock.now(),
    id,
    () => ({ notes: [{ kind: 'notified', body }] }),
  );
}

/** Does the ledger say already what was owed to it when a process died? */
export const isRecorded = ({ channel, of, outcome }: JsonObject, ledger: readonly EntryBody[]): boolean =>
  ledger.some((entry) => entry.kind === 'notified' && entry['channel'] === channel && entry['of'] === of && entry['outcome'] === outcome);
