import type { Policy } from '#config/policy.ts';
import type { EntryBody } from '#domain/entry.ts';
import { endNames, type IncidentDocument } from '#domain/incident.ts';
import type { NoticeKind } from '#ports/notify.ts';

/** Ends at which a person has to look, and ends at which there was nothing to do. */
const paged: readonly unknown[] = ['escalated', 'expired'];
const left: readonly unknown[] = ['already-healthy', 'logged', 'expected'];

/** What a ledger entry is to people; nothing for what only an auditor wants to read. An entry that says `page` itself is believed. */
export function noticeKindOf(entry: EntryBody, incident: IncidentDocument, bands: Policy['bands']): NoticeKind | undefined {
  switch (entry.kind) {
    case 'opened':
    case 'answered':
      return entry.kind;
    case 'asked':
      return (entry['page'] ?? isGrave(incident, bands)) === true ? 'page' : 'asked';
    case 'moved':
      return (endNames as readonly unknown[]).includes(entry['to']) ? undefined : 'moved';
    case 'ended':
      if ((entry['page'] ?? paged.includes(entry['end'])) === true) return 'page';
      return left.includes(entry['end']) ? 'left' : 'ended';
    case 'repeated':
    case 'waited':
    case 'intent':
    case 'result':
    case 'observed':
    case 'stopped':
    case 'resumed':
    case 'notified':
      return undefined;
    default:
      return undefined;
  }
}

/** Asked for its threat score: somebody may be at work in the account. */
function isGrave({ diagnosis }: IncidentDocument, bands: Policy['bands']): boolean {
  if (diagnosis === undefined || diagnosis.class === 'normal') return false;
  const { ask } = bands[diagnosis.class];
  return ask !== undefined && diagnosis.score >= ask;
}
