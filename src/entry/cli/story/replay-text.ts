import { plain, wrap } from '#entry/cli/plain-text.ts';
import { type Column, table } from '#entry/cli/table.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import type { ReplayReport } from '#flow/replay/replay-report.ts';

type Screen = Pick<Terminal, 'width' | 'paint'>;
type Rule = ReplayReport['rules'][number];
type Detection = ReplayReport['detections'][number];
type Flip = NonNullable<ReplayReport['flips']>['what'][number];

const shown = 15;
const number = (value: number): string => value.toLocaleString('en');

/** What a policy would have made of history, for a person: how much of each, the busiest, what would flip, and what was taken for granted. */
export function replayText(report: ReplayReport, screen: Screen): string {
  const { files, events, signals, matched, findings, from, to, healed, asked, simulated, left, dropped } = report;
  const between = from === null || to === null ? '' : `, found between ${from} and ${to}`;
  const sections = [
    [
      `${number(events)} events in ${number(files)} ${files === 1 ? 'file' : 'files'}, ${number(signals)} signals; ${number(findings)} findings in ${number(matched)} events${between}`,
      `healed ${number(healed)}, asked ${number(asked)}, simulated ${number(simulated)}, left ${number(left)}`,
      ...dropped.map(({ because, count }) => `${number(count)} dropped: ${plain(because)}`),
    ],
    report.detections.length === 0 ? [] : section('The busiest detections', report.detections, detectionColumns, screen),
    report.rules.length === 0 ? [] : section('The busiest rules', report.rules, ruleColumns, screen),
    flipLines(report, screen),
    report.unreadable === 0
      ? []
      : [`${number(report.unreadable)} not read or judged:`, ...report.problems.map((each) => `  ${plain(each)}`)],
    [
      'Assumed:',
      ...report.assumed.flatMap((each) => wrap(each, screen.width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`))),
    ],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function section<Row>(head: string, rows: readonly Row[], columns: readonly Column<Row>[], screen: Screen): readonly string[] {
  const more = rows.length - shown;
  return [screen.paint('bold', head), table(rows.slice(0, shown), columns, screen), ...(more > 0 ? [`and ${more} more: --json`] : [])];
}

function flipLines({ flips }: ReplayReport, screen: Screen): readonly string[] {
  if (flips === null) return [];
  const { more, less, same, what } = flips;
  if (what.length === 0) return ['The proposed policy flips nothing.'];
  const head = `The proposed policy flips ${number(more + less + same)}: ${number(more)} to more action, ${number(less)} to less, ${number(same)} that write nothing either way`;
  return section(head, what, flipColumns, screen);
}

const counted = <Row>(title: string, value: (row: Row) => number): Column<Row> => ({
  title,
  value: (row) => number(value(row)),
  right: true,
  whole: true,
});

const detectionColumns: readonly Column<Detection>[] = [
  { title: 'DETECTION', value: ({ detection }) => detection },
  counted('FOUND', ({ found }) => found),
  counted('HEALED', ({ healed }) => healed),
  counted('ASKED', ({ asked }) => asked),
  counted('SIMULATED', ({ simulated }) => simulated),
  counted('LEFT', ({ left }) => left),
];
const ruleColumns: readonly Column<Rule>[] = [
  { title: 'RULE', value: ({ rule }) => rule },
  { title: 'SAYS', value: ({ verdict }) => verdict, whole: true },
  counted('SPOKE', ({ spoke }) => spoke),
  counted('DECIDED', ({ decided }) => decided),
  { title: 'WHERE', value: ({ where }) => where ?? 'built in' },
];
const flipColumns: readonly Column<Flip>[] = [
  {
    title: 'ACTION',
    value: ({ direction }) => direction,
    whole: true,
    style: ({ direction }) => (direction === 'more' ? 'red' : undefined),
  },
  { title: 'FLIP', value: ({ from, to }) => `${from} → ${to}`, whole: true },
  counted('COUNT', ({ count }) => count),
  { title: 'DETECTION', value: ({ detection }) => detection },
  { title: 'BY', value: ({ rule, where }) => (where === null ? rule : `${rule} (${where})`) },
  { title: 'FOR EXAMPLE', value: ({ examples }) => examples[0] ?? '' },
];
