import type { IncidentDocument } from '#domain/incident.ts';
import { plain, wrap } from '#entry/cli/plain-text.ts';
import type { Style, Terminal } from '#entry/cli/terminal.ts';
import type { Explanation } from '#flow/decision/explain.ts';

type Screen = Pick<Terminal, 'width' | 'paint'>;

const styles: Readonly<Record<Explanation['verdict'], Style>> = { act: 'green', ask: 'yellow', leave: 'dim' };
const indent = '  ';

/** Why the present policy decides about an incident as it does, and what would change it. */
export function explanationText(
  { id, title, decision: then }: Pick<IncidentDocument, 'id' | 'title' | 'decision'>,
  { verdict, mode, because, matches, modes, limits, changes, otherwise }: Explanation,
  { width, paint }: Screen,
): string {
  const changed = then !== undefined && (then.verdict !== verdict || then.mode !== mode);
  const was = then === undefined ? [] : [`when it was decided: ${then.verdict} (mode ${then.mode}): ${then.because}`];
  const lines = (texts: readonly string[]): readonly string[] =>
    texts.flatMap((text) => wrap(plain(text), width - indent.length).map((line) => indent + line));
  const section = (head: string, texts: readonly string[]): readonly string[] =>
    texts.length === 0 ? [] : ['', paint('bold', head), ...lines(texts)];
  return [
    `${paint('bold', id)}  ${plain(title)}`,
    `${paint(styles[verdict], verdict)} (mode ${mode}): ${plain(because)}`,
    ...lines(changed ? was : []),
    ...section(
      'Every match, the most cautious first',
      matches.map(
        ({ verdict, rule, because, where, decides }) => `${verdict}: ${rule}: ${because}${at(where)}${decides ? ' — decides' : ''}`,
      ),
    ),
    ...section(
      'Modes, of which the most cautious is in force',
      modes.map((one) => `${one.mode}${at(one.where ?? 'the default')}`),
    ),
    ...section(
      'Limits',
      limits.map(
        ({ limit, allowed, measured, asks, where }) => `${limit}: ${measured}; allowed: ${allowed}${at(where)}${asks ? ' — asks' : ''}`,
      ),
    ),
    ...section(
      otherwise === undefined
        ? ''
        : `It would be ${otherwise.verdict} (mode ${otherwise.mode}) with ${changes.length === 1 ? 'this' : 'all of these'}`,
      changes.map(({ rule, needs, where }) => `${rule}: ${needs}${at(where)}`),
    ),
  ].join('\n');
}

const at = (where: string | undefined): string => (where === undefined ? '' : ` (${where})`);
