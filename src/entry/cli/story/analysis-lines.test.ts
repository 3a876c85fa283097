import { expect, test } from 'vitest';
import type { Analysis } from '#domain/facts.ts';
import { analysisLines } from './analysis-lines.ts';

const candidates = [{ id: 'c1', action: 's3.block-public-access', why: 'open' }];
const answered: Analysis = {
  model: 'bedrock:claude',
  outcome: 'answered',
  class: 'violation',
  cause: 'alice opened it',
  candidate: 'c1',
  confidence: 0.8,
  claims: [{ text: 'she called it', evidence: ['e1', 'public-bucket#why'], quote: 'DeletePublicAccessBlock' }],
  struck: 2,
  inputTokens: 1_000,
  outputTokens: 200,
  usd: 0.00612,
  milliseconds: 3_210,
};

test('what a model said is told with its evidence, its price, and how often it was right when it was so sure', () => {
  expect(analysisLines({ candidates, analysis: { ...answered, calibrated: 0.82, outcomes: { right: 14, of: 17 } } })).toEqual([
    'bedrock:claude calls it violation and would take s3.block-public-access, confidence 0.8, right 14 of 17 times',
    'alice opened it',
    '– she called it [e1, public-bucket#why]: “DeletePublicAccessBlock”',
    '2 claims were struck out: what they cite does not stand there',
    'asked in 3.21 s for 1200 tokens, 0.0061 USD',
  ]);
});

test('without outcomes a confidence is the word of the model alone', () => {
  expect(analysisLines({ candidates, analysis: { ...answered, candidate: 'none' } })[0]).toBe(
    'bedrock:claude calls it violation and would take no action, confidence 0.8 by its own word',
  );
});

test('a model that gave no answer is told with its reason, and that the rules decide alone', () => {
  expect(analysisLines({ analysis: { model: 'm', outcome: 'timed-out', because: 'm did not answer within 20 s' } })).toEqual([
    'm did not answer in time: m did not answer within 20 s. The rules decide alone.',
  ]);
  expect(analysisLines({})).toEqual([]);
});

test('an answer from before cost nothing', () => {
  expect(analysisLines({ candidates, analysis: { ...answered, outcome: 'cached' } }).at(-1)).toBe(
    'the same question was answered before: nothing was spent',
  );
});
