import { plain, wrap } from '#entry/cli/plain-text.ts';
import { table } from '#entry/cli/table.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import type { Evaluation, Judged } from './evaluate.ts';
import type { Share } from './interval.ts';
import type { Mark, Score } from './score.ts';

type Screen = Pick<Terminal, 'width' | 'paint'>;

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const shareText = ({ right, of, share, low, high }: Share): string =>
  of === 0 ? 'none' : `${percent(share)} (${percent(low)} to ${percent(high)}), ${right} of ${of}`;

/** What an evaluation came to, for people, within the width of the screen; `whose` says whose cases these are. */
export function evalText(found: Evaluation, whose: string, screen: Screen): string {
  const { cases, noAction, rules, model, together, asking, retrieval, judged } = found;
  const bold = (text: string): string => screen.paint('bold', text);
  const parts = [
    ...paragraph(`${cases} labelled cases, in ${noAction} of which nothing should be done. ${whose}`, screen),
    '',
    scores(`The rules alone`, rules, screen),
    ...(model === undefined
      ? []
      : ['', scores(`${plain(asking?.id ?? 'The model')} by itself, where it was asked and answered`, model, screen)]),
    ...(together === undefined ? [] : ['', scores('Selfheal, which decides by the rules and lets the model only ask', together, screen)]),
    ...(asking === undefined ? [] : ['', bold('Asking'), ...askingText(asking, screen)]),
    '',
    bold('Runbooks found'),
    table(
      [
        { searched: 'by the incident', ...retrieval.byIncident },
        { searched: 'by its story in words', ...retrieval.byStory },
      ],
      [
        { title: 'SEARCHED', value: ({ searched }) => searched, whole: true },
        { title: 'THE FIRST', value: ({ hit1 }) => shortShare(hit1), whole: true },
        { title: 'IN THE FIRST FIVE', value: ({ hit5 }) => shortShare(hit5), whole: true },
      ],
      screen,
    ),
    ...missed(judged, screen),
    '',
    ...paragraph('In brackets: where the true value lies with 95 % certainty (shares by Wilson, the median by order statistics).', screen),
  ];
  return parts.join('\n');
}

const shortShare = ({ share, low, high }: Share): string => `${percent(share)} (${percent(low)} to ${percent(high)})`;
const paragraph = (text: string, { width }: Screen): readonly string[] => wrap(text, width);

function scores(title: string, { class: kind, cause, action, harm }: Score, screen: Screen): string {
  const rows = [
    { what: 'class', share: kind },
    { what: 'root cause', share: cause },
    { what: 'action', share: action },
    { what: 'harm', share: harm },
  ];
  const lines = rows.map(({ what, share }) => {
    const text = `  ${what.padEnd(12)}${shareText(share)}`;
    return what === 'harm' && share.right > 0 ? screen.paint('red', text) : text;
  });
  return [...paragraph(title, screen).map((line) => screen.paint('bold', line)), ...lines].join('\n');
}

function askingText(
  { asked, answered, usd, tokens, milliseconds, outcomes, struckClaims }: NonNullable<Evaluation['asking']>,
  screen: Screen,
): readonly string[] {
  const others = Object.entries(outcomes).filter(([outcome]) => outcome !== 'answered');
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  return [
    `  asked ${asked} times, answered ${answered}${others.length === 0 ? '' : `; ${others.map(([outcome, times]) => `${outcome} ${times}`).join(', ')}`}`,
    ...(milliseconds === undefined
      ? []
      : [`  half answered within ${seconds(milliseconds.median)} (${seconds(milliseconds.low)} to ${seconds(milliseconds.high)})`]),
    `  ${usd.toFixed(4)} USD, ${answered === 0 ? '' : `${(usd / answered).toFixed(4)} USD an answer; `}${tokens.input} tokens in, ${tokens.output} out`,
    ...(struckClaims === 0 ? [] : [`  ${struckClaims} claims struck, because what they cite does not stand there`]),
  ].flatMap((line) => wrap(line, screen.width));
}

/** Every case that somebody got wrong, and what was wrong about it. */
function missed(judged: readonly Judged[], screen: Screen): readonly string[] {
  const rows = judged.flatMap(({ id, rules, model, together, unread }) => {
    const wrong = [
      ...(unread === undefined ? [] : [`the case is at fault: ${unread.replace(/\s+/g, ' ')}`]),
      ...wrongs('the rules', rules.mark, rules),
      ...(model === undefined ? [] : wrongs('the model', model.mark, model)),
      ...(together?.mark.harm === undefined || together.mark.harm === rules.mark.harm ? [] : [`together: ${together.mark.harm}`]),
    ];
    return wrong.length === 0 ? [] : [{ id, wrong: wrong.join('; ') }];
  });
  if (rows.length === 0) return [];
  return [
    '',
    screen.paint('bold', 'Not right'),
    ...rows.flatMap(({ id, wrong }) => [`  ${id}`, ...wrap(plain(wrong), screen.width - 4).map((line) => `    ${line}`)]),
  ];
}

function wrongs(who: string, mark: Mark, said: { readonly class: string; readonly action: string }): readonly string[] {
  const parts = [
    ...(mark.class ? [] : [`class ${said.class}`]),
    ...(mark.cause ? [] : ['not the cause']),
    ...(mark.action ? [] : [`action ${said.action}`]),
    ...(mark.harm === undefined ? [] : [`harm: ${mark.harm}`]),
  ];
  return parts.length === 0 ? [] : [`${who}: ${parts.join(', ')}`];
}
