import { asHealError } from '#domain/heal-error.ts';
import type { Passage, SearchOptions } from '#ports/knowledge.ts';
import type { BedrockPassages } from './bedrock-passages.ts';
import type { OpenKnowledge } from './open-knowledge.ts';

/** How far down a list a place loses half its weight (reciprocal rank fusion, Cormack et al., SIGIR 2009). */
const flatness = 60;

/** Runbooks with knowledge bases searched beside them. Rules come from runbooks only, and a base that cannot be searched is left out and told of. */
export function sideBySide(
  runbooks: OpenKnowledge,
  bases: () => readonly BedrockPassages[],
  trouble: (message: string) => void,
): OpenKnowledge {
  return {
    refused: () => runbooks.refused(),
    runbooks: () => runbooks.runbooks(),
    async search(query, options) {
      const asked = bases();
      if (asked.length === 0) return runbooks.search(query, options);
      const others = asked.map(async (base) =>
        base(wholeQuestion(query, options), options.limit).catch((error: unknown) => {
          trouble(asHealError(error).message);
          return [];
        }),
      );
      return fused(await Promise.all([runbooks.search(query, options), ...others]), options.limit);
    },
  };
}

/** A knowledge base cannot be narrowed to a type or an action, so they are asked for. */
const wholeQuestion = (query: string, { resource, action }: SearchOptions): string =>
  [query, ...[resource, action].filter((part) => part !== undefined && !query.includes(part))].join(' ');

/** Scores of different engines do not compare, places do: the best of each list come first. */
function fused(lists: readonly (readonly Passage[])[], limit: number): readonly Passage[] {
  const byChunk = new Map<string, Passage>();
  for (const list of lists)
    for (const [place, passage] of list.entries()) {
      const score = 1 / (flatness + place + 1) + (byChunk.get(passage.chunk)?.score ?? 0);
      byChunk.set(passage.chunk, { ...passage, score });
    }
  return [...byChunk.values()]
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map((passage) => ({ ...passage, score: Math.round(passage.score * 10_000) / 10_000 }));
}
