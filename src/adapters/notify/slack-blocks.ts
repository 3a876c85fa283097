import type { Digest, Notice } from '#ports/notify.ts';
import { changeLines, costAndRisk, evidenceLines, insteadLine, timelineLines } from './lines.ts';
import { type Block, buttons, code, header, heading, labelled, link, list, note, paragraph } from './slack-parts.ts';

/** Slack takes fifty blocks in a message; ours are far fewer. */
export function noticeBlocks({ message, incident, insteadOf }: Notice): readonly Block[] {
  const { wants, calls, changes, plan, evidence, gaps, analysis, details } = message;
  return [
    header(message.headline),
    ...insteadLine(insteadOf).map(note),
    ...(message.why.length === 0 ? [] : [paragraph(message.why.join('\n'))]),
    ...(calls.lines.length === 0 ? [] : [heading(calls.sent ? 'What was done' : 'What would be done'), code(calls.lines)]),
    ...(changes.items.length === 0 ? [] : [heading(changes.planned ? 'What would change' : 'What changed'), code(changeLines(message))]),
    ...(message.cost === undefined && message.risk === undefined ? [] : [labelled(costAndRisk(message))]),
    ...(wants === undefined ? [] : [heading(wants)]),
    ...(plan === undefined ? [] : [buttons({ incident: incident.id, plan })]),
    labelled(message.facts),
    ...(analysis === undefined ? [] : [heading(`${analysis.model} thinks`), list(analysis.claims)]),
    ...(evidence.length === 0 ? [] : [heading('Evidence'), list(evidenceLines(message))]),
    ...(gaps.length === 0 ? [] : [heading('Could not be read'), list(gaps)]),
    ...(plan === undefined ? [heading('Timeline'), list(timelineLines(message))] : []),
    ...(details === undefined ? [] : [link('The whole story', details)]),
  ];
}

/** A storm in one message. */
export const digestBlocks = ({ headline, lines, more, details }: Digest): readonly Block[] => [
  header(headline),
  list(lines.map((line) => line.headline)),
  ...(more === 0 ? [] : [note(`and ${more} more`)]),
  ...(details === undefined ? [] : [link('All incidents', details)]),
];
