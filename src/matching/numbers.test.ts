import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Numbers } from './numbers.ts';

it('numbers are sorted, each once, however many were added, and again after they were cleared', () => {
  const numbers = new Numbers();
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 60 }), { maxLength: 100 }), (list) => {
      numbers.clear();
      for (const one of list) numbers.add(one);
      numbers.sort();
      const sorted = [...new Set(list)].toSorted((one, other) => one - other);
      expect(Array.from({ length: numbers.count }, (_, index) => numbers.at(index))).toEqual(sorted);
    }),
  );
});
