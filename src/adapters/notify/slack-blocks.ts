import type { Digest, Notice } from '#ports/notify.ts';
import { changeLines, costAndRisk, evidenceLines, insteadLine, timelineLines } from './lines.ts';
import { type Block, buttons, code, header, heading, labelled, link, list, note, paragraph, shortened } from './slack-parts.ts';

/** Slack refuses a message whose blocks have more than about 12,000 characters in all, which it documents nowhere (github.com/slackapi/bolt-js/issues/2509, 2867). */
const mostCharacters = 10_000;
const shortText = 300;

/** Slack takes fifty blocks in a message; ours are far fewer. What somebody made long on purpose is said in short, so that it is said. */
export function noticeBlocks(notice: Notice): readonly Block[] {
  const whole = blocksOf(notice, true);
  if (fits(whole)) return whole;
  const brief = blocksOf(notice, false);
  return fits(brief) ? brief : shortened(brief, shortText);
}

const fits = (blocks: readonly Block[]): boolean => JSON.stringify(blocks).length <= mostCharacters;

/** `wholly`: with what can be read in the whole story as well. */
function blocksOf({ message, incident, insteadOf }: Notice, wholly: boolean): readonly Block[] {
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
    ...(!wholly || analysis === undefined ? [] : [heading(`${analysis.model} thinks`), list(analysis.claims)]),
    ...(!wholly || evidence.length === 0 ? [] : [heading('Evidence'), list(evidenceLines(message))]),
    ...(!wholly || gaps.length === 0 ? [] : [heading('Could not be read'), list(gaps)]),
    ...(wholly && plan === undefined ? [heading('Timeline'), list(timelineLines(message))] : []),
    ...(wholly ? [] : [note('Too long for Slack: the rest is in the whole story.')]),
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
