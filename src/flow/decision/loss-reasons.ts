import type { Reason } from '#domain/facts.ts';
import type { Case } from './decide.ts';

/** What makes a loss look like harm rather than a mistake: parts of a threat score, by name. */
const strange: ReadonlySet<string> = new Set(['root', 'outsider', 'new-network', 'new-region', 'rare-principal', 'burst']);

/**
 * Data that was destroyed by somebody who does not work like this is restored when a person has looked: what can destroy once can destroy again, and in place
 * of what an extortionist took, a restored copy may be what he waits for.
 */
export function lossReasons({ diagnosis: { class: kind, contributions } }: Pick<Case, 'diagnosis'>): Reason[] {
  if (kind !== 'failure' || !contributions.some(({ name }) => name === 'destroys')) return [];
  const odd = contributions.find(({ name, weight }) => strange.has(name) && weight > 0);
  return odd === undefined ? [] : [{ rule: 'loss', verdict: 'ask', because: `it may be no mistake: ${odd.why}` }];
}
