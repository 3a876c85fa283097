import { brokenAt, type Entry, type EntryBody, readEntry } from '#domain/entry.ts';
import { hasEnded, type IncidentDocument } from '#domain/incident.ts';

/** Where a ledger does not hold, and why. */
export interface LedgerFault {
  readonly seq: number;
  readonly because: string;
}

/** What is wrong with the record of an incident: its chain, its end, or a document that says something else than its ledger. */
export const ledgerFault = (incident: IncidentDocument, entries: readonly Entry[]): LedgerFault | undefined =>
  brokenAt(entries) ?? missingHead(incident, entries) ?? unlike(incident, entries.slice(0, incident.entries).map(readEntry));

/** A chain that was cut off at its end still chains; the document names the entry that must be there. */
const missingHead = ({ head, entries: count }: IncidentDocument, entries: readonly Entry[]): LedgerFault | undefined =>
  entries[count - 1]?.hash === head ? undefined : { seq: count, because: 'the incident names an entry that is not in its ledger' };

/** What an auditor reads first, of each fact: these are never masked, so that document and ledger hold the same letters. */
const telling = {
  decision: ['verdict', 'mode'],
  plan: ['hash', 'action'],
  approval: ['by', 'channel', 'at', 'planHash'],
  before: ['state', 'at'],
  verification: ['result', 'at'],
} as const;

/** The ledger cannot be edited unseen, but stories are told from the document: it must say what was recorded last when it was read. */
function unlike(incident: IncidentDocument, bodies: readonly EntryBody[]): LedgerFault | undefined {
  for (const [fact, fields] of Object.entries(telling)) {
    const stored = recordOf(incident, fact);
    const recorded = bodies.findLast((body) => recordOf(body, fact) !== undefined);
    if (stored === undefined || recorded === undefined) continue;
    const differs = fields.find((field) => stored[field] !== recordOf(recorded, fact)?.[field]);
    if (differs !== undefined)
      return { seq: recorded.seq, because: `the incident's ${fact} (${differs}) is not the one that was recorded there` };
  }
  const ended = bodies.findLast(({ kind }) => kind === 'ended');
  return hasEnded(incident.stage) && ended !== undefined && ended['end'] !== incident.stage
    ? { seq: ended.seq, because: `the incident is ${incident.stage}, and it ended ${String(ended['end'])}` }
    : undefined;
}

function recordOf(holder: object, key: string): Readonly<Record<string, unknown>> | undefined {
  const value: unknown = new Map(Object.entries(holder)).get(key);
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
