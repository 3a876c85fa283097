import { systemClock } from '#adapters/memory/clock.ts';
import { randomIds } from '#adapters/memory/ids.ts';
import { loadPolicy } from '#config/load-policy.ts';
import type { Analysis } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { askAbout } from '#flow/diagnosis/analysts/ask-about.ts';
import type { Blobs } from '#ports/blobs.ts';
import type { Store } from '#ports/store.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';
import { knowledgeOf } from '#worlds/knowledge-of.ts';
import type { Shell } from './command.ts';
import { terminalLog } from './log.ts';
import { modelHere } from './model-here.ts';

/** The opinion of a model, within the budgets of the policy; the same question is answered once. */
export async function opinion(
  incident: IncidentDocument,
  journal: { readonly store: Store; readonly blobs: Blobs },
  shell: Shell,
): Promise<Analysis> {
  const { policyFile, terminal } = shell;
  const [model, loaded, { catalogue }] = await Promise.all([modelHere(shell), loadPolicy(policyFile), catalogueOf(policyFile)]);
  const knowledge = knowledgeOf({ policyFile, policy: () => loaded.policy, actions: await catalogue.actions() });
  terminal.progress(`Asking ${model.id}…`);
  const tools = { ...journal, catalogue, knowledge, clock: systemClock, ids: randomIds, log: terminalLog(terminal), policy: () => loaded };
  return await askAbout(incident, model, tools);
}
