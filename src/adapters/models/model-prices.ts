/** USD for a million tokens. */
export interface ModelPrice {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

/** On-demand list prices of 2026-11-21 (aws.amazon.com/bedrock/pricing, docs.claude.com "Pricing"), by what the id of a model contains; the first that fits counts. */
const table: readonly (readonly [part: string, inputUsd: number, outputUsd: number])[] = [
  ['claude-opus-4-5', 5, 25],
  ['claude-sonnet-4-5', 3, 15],
  ['claude-haiku-4-5', 1, 5],
  ['amazon.nova-micro', 0.035, 0.14],
  ['amazon.nova-lite', 0.06, 0.24],
  ['amazon.nova-pro', 0.8, 3.2],
  ['amazon.titan-text-lite', 0.15, 0.2],
  ['amazon.titan-text-express', 0.2, 0.6],
  ['amazon.titan-text-premier', 0.5, 1.5],
];

/** Regional profiles of Claude's newer models cost a tenth more than the global one on Bedrock. */
const regionalSurcharge = 1.1;
const regional = /^(?!global\.)[a-z-]+\.anthropic\./;

/** What a model costs; nothing when that is not known. */
export function priceOf(id: string): ModelPrice | undefined {
  const row = table.find(([part]) => id.includes(part));
  if (row === undefined) return undefined;
  const [, inputUsd, outputUsd] = row;
  const factor = regional.test(id) ? regionalSurcharge : 1;
  return { inputUsd: inputUsd * factor, outputUsd: outputUsd * factor };
}
