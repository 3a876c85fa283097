import type { EntryBody } from '#domain/entry.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { closesAt, questionOf } from '#domain/question.ts';
import type { NoticeKind, Tone } from '#ports/notify.ts';
import { said, saidName } from './said.ts';
import { clockTime, span } from './times.ts';

/** Slack cuts a header at 150 characters; mail programs show about so many of a subject. */
const longest = 150;

/** Does the incident wait for a person's answer to its present plan? */
export const isWaiting = (incident: IncidentDocument): boolean =>
  incident.stage === 'approval' &&
  incident.plan !== undefined &&
  incident.answer?.planHash !== incident.plan.hash &&
  questionOf(incident)?.closed !== true;

/** Until when an answer counts, epoch milliseconds. */
export const answerableUntil = (incident: IncidentDocument): number | undefined => closesAt(incident) ?? incident.due;

/** What happened and what is wanted, in one line; `entry` is what it is said about. */
export function headlineOf(incident: IncidentDocument, kind: NoticeKind, entry: EntryBody, sandbox: boolean): string {
  const { title, resource } = incident;
  const what = `${sandbox ? '[sandbox] ' : ''}${said(title, 70)}: ${saidName(resource.id, 44)}`;
  const wanted = wantedOf(incident, kind, entry);
  return said(`${what} — ${kind === 'page' ? `needs you now: ${wanted}` : wanted}`, longest);
}

function wantedOf(incident: IncidentDocument, kind: NoticeKind, entry: EntryBody): string {
  const { stage, verification, receivedAt } = incident;
  const due = answerableUntil(incident);
  if (isWaiting(incident))
    return `${entry['again'] === undefined ? '' : 'still open: '}approve or reject${due === undefined ? '' : ` by ${clockTime(due, entry.at)}`}`;
  switch (stage) {
    case 'healed':
      return `healed${verification === undefined ? '' : ` in ${span(verification.at - receivedAt)}`}, nothing to do`;
    case 'already-healthy':
      return 'healthy already, nothing to do';
    case 'logged':
      return 'logged, nothing to do';
    case 'expected':
      return 'expected, nothing to do';
    case 'simulated':
      return 'dry run, nothing was written';
    case 'rejected':
      return `rejected by ${by(incident)}, nothing was written`;
    case 'expired':
      return 'nobody answered in time, nothing was written';
    case 'rolled-back':
      return 'rolled back to what it was';
    case 'escalated':
      return said(incident.why, 80);
    case 'diagnosis':
      return 'being looked into';
    case 'decision':
    case 'approval':
      return kind === 'answered' ? `answered by ${said(String(entry['by']), 40)}` : 'being decided';
    case 'snapshot':
    case 'remediation':
      return incident.answer?.answer === 'approve' ? `approved by ${by(incident)}, being healed` : 'being healed';
    case 'verification':
      return 'fixed, being checked';
    case 'rollback':
      return 'being rolled back';
  }
}

const by = ({ answer }: IncidentDocument): string => (answer === undefined ? 'somebody' : saidName(answer.by, 40));

/** Red wants a person now, yellow an answer, green is good. */
export function toneOf(incident: IncidentDocument, kind: NoticeKind): Tone {
  if (kind === 'page') return 'page';
  if (isWaiting(incident)) return 'asks';
  return incident.stage === 'healed' ? 'good' : 'plain';
}
