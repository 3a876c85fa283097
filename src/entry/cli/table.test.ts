import { describe, expect, test } from 'vitest';
import { type Column, table } from './table.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly took: string;
}
const columns: readonly Column<Row>[] = [
  { title: 'ID', value: ({ id }) => id, whole: true },
  { title: 'NAME', value: ({ name }) => name },
  { title: 'TOOK', value: ({ took }) => took, right: true },
];
const bare = (width: number) => ({ width, paint: (_: string, text: string) => text });
const row = { id: 'inc-01k9zzzzzzzzzzzzzzzzzzzzzz', name: 'harbor-coffee-customer-exports-of-the-year-2026', took: '0.42 s' };

describe('a table', () => {
  test('fits 80 columns by cutting long names in the middle, and leaves ids whole', () => {
    const lines = table([row], columns, bare(80)).split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines[1]).toContain(row.id);
    expect(lines[1]).toMatch(/harbor-coffee-\S*…\S*2026/);
  });

  test('cuts nothing where no screen is there to fit: names are searched for', () => {
    expect(table([row], columns, { ...bare(40), whole: true })).toContain(row.name);
  });

  test('is no wider than what it shows', () => {
    expect(table([{ ...row, name: 'logs' }], columns, bare(80))).toBe(
      ['ID                              NAME    TOOK', 'inc-01k9zzzzzzzzzzzzzzzzzzzzzz  logs  0.42 s'].join('\n'),
    );
  });

  test('lets no control character of a name reach the terminal', () => {
    expect(table([{ ...row, name: 'evil\u001b[2J\nname' }], columns, bare(80))).not.toMatch(/\u001b|evil\n/);
  });

  test('is empty without rows', () => {
    expect(table([], columns, bare(80))).toBe('');
  });
});
