import { columnsOf } from './columns-of.ts';
import { cutEnd, cutMiddle, plain } from './plain-text.ts';
import type { Style } from './terminal.ts';

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  value(row: Row): string;
  /** Never cut: ids, which people copy. */
  readonly whole?: boolean;
  /** Sentences lose their end, names their middle. */
  readonly sentence?: boolean;
  /** Numbers and durations. */
  readonly right?: boolean;
  style?(row: Row): Style | undefined;
}

const gap = 2;
const narrowest = 8;

interface Screen {
  readonly width: number;
  /** Nothing is cut, whatever the width. */
  readonly whole?: boolean;
  paint(style: Style, text: string): string;
}

/** A table that fits the width by cutting the widest columns; the head is missing when there are no rows. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], { width, whole, paint }: Screen): string {
  const cells = rows.map((row) => columns.map((column) => plain(column.value(row))));
  const natural = columns.map(({ title }, index) => Math.max(title.length, ...cells.map((line) => columnsOf(line[index] ?? ''))));
  const widths = whole === true ? natural : fitting(natural, columns, width);
  const line = (texts: readonly string[], styleOf: (index: number) => Style | undefined): string =>
    texts
      .map((text, index) => {
        const room = widths[index] ?? 0;
        const cut = columns[index]?.sentence === true ? cutEnd(text, room) : cutMiddle(text, room);
        const padding = ' '.repeat(Math.max(0, room - columnsOf(cut)));
        const style = styleOf(index);
        const shown = style === undefined ? cut : paint(style, cut);
        if (columns[index]?.right === true) return padding + shown;
        return index === columns.length - 1 ? shown : shown + padding;
      })
      .join(' '.repeat(gap));
  const head = line(
    columns.map(({ title }) => title),
    () => 'dim',
  );
  return rows.length === 0
    ? ''
    : [head, ...rows.map((row, at) => line(cells[at] ?? [], (index) => columns[index]?.style?.(row)))].join('\n');
}

/** Takes a column's width from the widest that may be cut until all fit, or nothing more can be cut. */
function fitting<Row>(natural: readonly number[], columns: readonly Column<Row>[], width: number): readonly number[] {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, each) => sum + each, gap * (widths.length - 1));
  while (total() > width) {
    let widest = -1;
    for (const [index, each] of widths.entries()) {
      if (columns[index]?.whole !== true && each > narrowest && each > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
