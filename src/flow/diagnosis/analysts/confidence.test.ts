import { expect, test } from 'vitest';
import { confidenceOf } from './confidence.ts';

test.each([
  ['attested', true, 0.95],
  ['reported', true, 0.8],
  ['attested', false, 0.4],
  ['reported', false, 0.4],
] as const)('the confidence in something %s and observed wrong %j is %d', (rank, wrong, confidence) => {
  expect(confidenceOf(rank, wrong)).toBe(confidence);
});
