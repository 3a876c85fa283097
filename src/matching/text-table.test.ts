import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Numbers } from './numbers.ts';
import { type NumberedText, PartTexts, type TextTable, WholeTexts } from './text-table.ts';

const letters = fc.constantFrom('a', 'b', 'A', 'B', 'é', '\u212a', '-');
const text = fc.string({ unit: letters, minLength: 1, maxLength: 12 });
const texts = fc.uniqueArray(text, { maxLength: 20 });

const numbered = (list: readonly string[], part: NumberedText['part'], inAnyCase = false): readonly NumberedText[] =>
  list.map((one, number) => ({ text: one, part, inAnyCase, number }));

function found(table: TextTable, value: string): readonly number[] {
  const numbers = new Numbers();
  table.find(value, numbers);
  return Array.from({ length: numbers.count }, (_, index) => numbers.at(index));
}

const numbersOf = (list: readonly string[], shows: (one: string) => boolean) => list.flatMap((one, number) => (shows(one) ? number : []));

describe('texts found by hash', () => {
  it('miss no whole text, no beginning and no end that a value shows', () => {
    fc.assert(
      fc.property(texts, text, text, (list, more, value) => {
        const all = [...new Set([...list, value.slice(0, 3), value.slice(-2), value])];
        const wholes = new WholeTexts(numbered(all, 'whole'));
        const starts = new PartTexts(numbered(all, 'start'), false);
        const ends = new PartTexts(numbered(all, 'end'), true);
        for (const one of [value, value + more, more + value]) {
          expect(found(wholes, one)).toEqual(expect.arrayContaining(numbersOf(all, (each) => one === each)));
          expect(found(starts, one)).toEqual(expect.arrayContaining(numbersOf(all, (each) => one.startsWith(each))));
          expect(found(ends, one)).toEqual(expect.arrayContaining(numbersOf(all, (each) => one.endsWith(each))));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('take ASCII letters in either case, and only those', () => {
    const wholes = new WholeTexts(numbered(['key', 'élan'], 'whole', true));
    expect(found(wholes, 'KeY')).toEqual([0]);
    expect(found(wholes, '\u212aey')).toEqual([]);
    expect(found(wholes, 'éLAN')).toEqual([1]);
    expect(found(new PartTexts(numbered(['del'], 'start', true), false), 'DELETE')).toEqual([0]);
    expect(found(new PartTexts(numbered(['.png'], 'end', true), true), 'x.PnG')).toEqual([0]);
  });

  it('find next to nothing in values that show nothing', () => {
    const names = Array.from({ length: 500 }, (_, n) => `Create${n}Bucket${n * 7}`);
    const wholes = new WholeTexts(numbered(names, 'whole'));
    const others = Array.from({ length: 500 }, (_, n) => `Delete${n}Bucket${n * 7}`);
    expect(others.flatMap((one) => found(wholes, one)).length).toBeLessThan(50);
  });
});
