import { openKnowledge } from '#adapters/knowledge/open-knowledge.ts';
import type { Knowledge } from '#ports/knowledge.ts';
import type { Planted } from './planted.ts';
import { carelessText } from './secrets.ts';

/** Our runbooks, and before them one of a user in which strangers write. */
export function withHostileRunbook(ours: Knowledge, plant: Planted, forbids: readonly string[]): Knowledge {
  const file = `---
id: teams-notes
title: Notes of the team
appliesTo:
  - { resource: "*", account: "111122223333" }
actions: []
required: []
forbidden: ${JSON.stringify(forbids)}
commands: []
---

## What you see

${plant.text('runbook').replace(/\s+/g, ' ')} ${carelessText}
`;
  const own = openKnowledge({
    ours: { list: async () => [{ name: 'teams-notes.md', mark: '1' }], read: async () => file, address: (name) => name },
    own: () => new Map(),
    knowsAction: () => true,
  });
  return {
    runbooks: async () => [...(await ours.runbooks()), ...(await own.runbooks())],
    async search(query, options) {
      const [note] = await own.search('what you see', { limit: 1 });
      return [...(note === undefined ? [] : [note]), ...(await ours.search(query, options))].slice(0, options.limit);
    },
  };
}
