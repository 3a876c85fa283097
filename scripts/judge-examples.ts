import { openCatalogue } from '#catalogue/catalogue.ts';
import { emptyPolicy } from '#config/load-policy.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { scoreEvent } from '#flow/diagnosis/score-event.ts';

/**
 * Scores of the calls in our detections' own examples, what they are for (`matches`) and what comes near it (`misses`). A failure is no threat and is left
 * out; a call that names nobody is made by one user. A miss of one detection may be the match of another: only calls that nothing matches count as misses.
 */
export async function scoreExamples(): Promise<{ readonly matches: readonly number[]; readonly misses: readonly number[] }> {
  const catalogue = await openCatalogue();
  const { policy } = emptyPolicy;
  const seen = new Set<string>();
  const found: { readonly matches: number[]; readonly misses: number[] } = { matches: [], misses: [] };
  for (const { id, examples } of catalogue.written.filter((each) => each.class !== 'failure')) {
    for (const kind of ['matches', 'misses'] as const)
      for (const example of examples[kind]) {
        const call = callIn(example);
        if (call === undefined || seen.has(JSON.stringify(call))) continue;
        seen.add(JSON.stringify(call));
        const { score, detections } = await scoreEvent(call, { catalogue, policy });
        if (kind === 'matches' ? detections.includes(id) : detections.length === 0) found[kind].push(score);
      }
  }
  return found;
}

const somebody: JsonObject = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333', userName: 'alice' };

function callIn(example: Json): JsonObject | undefined {
  if (!isRecord(example)) return undefined;
  const record = isRecord(example['detail']) ? example['detail'] : example;
  if (typeof record['eventName'] !== 'string') return undefined;
  return { ...record, userIdentity: record['userIdentity'] ?? somebody };
}

const isRecord = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
