import { openCatalogue } from '#catalogue/catalogue.ts';
import { Policy } from '#config/policy.ts';
import type { Catalogue } from '#ports/catalogue.ts';
import type { Knowledge } from '#ports/knowledge.ts';
import { knowledgeOf } from '#worlds/knowledge-of.ts';

/** What all decisions share: the real catalogue and the real runbooks. */
export interface Ground {
  readonly catalogue: Catalogue;
  readonly knowledge: Knowledge;
}

/** Opens them; a question that was asked before is not searched for again. */
export async function openGround(): Promise<Ground> {
  const catalogue = await openCatalogue();
  const knowledge = knowledgeOf({ policyFile: 'selfheal.yaml', policy: () => Policy.parse({}), actions: await catalogue.actions() });
  // The same question finds the same passages: thousands of decisions ask few of them.
  const found = new Map<string, ReturnType<Knowledge['search']>>();
  const search: Knowledge['search'] = (query, options) => {
    const asked = JSON.stringify([query, options]);
    const known = found.get(asked) ?? knowledge.search(query, options);
    found.set(asked, known);
    return known;
  };
  return { catalogue, knowledge: { runbooks: () => knowledge.runbooks(), search } };
}
