import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsePolicy } from './load-policy.ts';

const blockOf = (page: string): string =>
  /```yaml\n(prices:\n[\s\S]*?)```/.exec(readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8'))?.[1] ?? '';

test.each([
  ['policy.md', { source: 'table', seconds: 0.5, endpoint: 'https://pricing.internal.example' }],
  ['prices.md', { source: 'price-list', seconds: 1.5, endpoint: 'https://vpce-0example.api.pricing.us-east-1.vpce.amazonaws.com' }],
])('the example of docs/%s is a policy', (page, prices) => {
  expect(parsePolicy(blockOf(page), 'selfheal.yaml').policy.prices).toEqual(prices);
});

test('an empty policy waits a moment and leaves the choice of the source to the world', () => {
  expect(parsePolicy('', 'selfheal.yaml').policy.prices).toEqual({ seconds: 1.5 });
});

test.each([
  ['prices: { source: amazon }', /source/],
  ['prices: { second: 1 }', /prices\.second/],
  ['prices: { seconds: 60 }', /seconds/],
  ['prices: { endpoint: file:///etc/passwd }', /endpoint/],
])('%s is an error that names what is wrong', (text, named) => {
  expect(() => parsePolicy(text, 'selfheal.yaml')).toThrow(named);
});
