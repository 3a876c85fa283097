import type { Digest, Notice } from '#ports/notify.ts';
import { changeLines, costAndRisk, evidenceLines, insteadLine, timelineLines } from './lines.ts';

/** How a person answers from where the message is read. */
export interface AnswerLinks {
  readonly approve: string;
  readonly reject: string;
}

/** A message as plain text: incident, analysis, recovery, timeline; a question has first what would be done. */
export function noticeText({ message, insteadOf, incident }: Notice, links?: AnswerLinks): string {
  const { wants, calls, gaps, analysis, details } = message;
  const answer =
    links === undefined
      ? [`Answer with: selfheal approve ${incident.id}  or  selfheal reject ${incident.id}`]
      : [`Approve: ${links.approve}`, `Reject:  ${links.reject}`];
  const recovery = part(calls.sent ? 'RECOVERY: what was done' : 'RECOVERY: what would be done', [
    ...calls.lines,
    ...changeLines(message),
    ...costAndRisk(message).map(([label, text]) => `${label.padEnd(9)} ${text}`),
  ]);
  const asks = message.plan !== undefined;
  const [first = '', ...others] = message.why;
  return [
    message.headline,
    ...insteadLine(insteadOf),
    ...(first === '' ? [] : ['', first]),
    ...(asks ? recovery : []),
    ...(wants === undefined ? [] : ['', wants, ...(asks ? answer : [])]),
    ...part(
      'INCIDENT',
      message.facts.map(([label, text]) => `${label.padEnd(9)} ${text}`),
    ),
    ...part('ANALYSIS', [
      ...others,
      ...evidenceLines(message),
      ...gaps.map((gap) => `Could not be read: ${gap}`),
      ...(analysis === undefined ? [] : [`${analysis.model}:`, ...analysis.claims.map((claim) => `  ${claim}`)]),
    ]),
    ...(asks ? [] : recovery),
    ...part('TIMELINE (UTC)', timelineLines(message)),
    ...(details === undefined ? [] : ['', `The whole story: ${details}`]),
    '',
  ].join('\n');
}

/** A storm as plain text. */
export const digestText = ({ headline, lines, more, details }: Digest): string =>
  [
    headline,
    '',
    ...lines.map((line) => `- ${line.headline}`),
    ...(more === 0 ? [] : [`- and ${more} more`]),
    ...(details === undefined ? [] : ['', `All incidents: ${details}`]),
    '',
  ].join('\n');

const part = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
