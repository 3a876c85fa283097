import type { Analysis } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Tools } from '#flow/tools.ts';
import type { Findings } from './findings.ts';
import { secondOpinion } from './model-analyst.ts';
import { modelSettings } from './model-settings.ts';
import { type Ruled, ruled } from './rules.ts';
import { isSettled, unsureBecause } from './unsure.ts';
import { withOthersWrongHere } from './wrong-here.ts';

/** What the rules say, and beside it, never in its place, what a model said. */
export interface Analysed extends Ruled {
  readonly analysis?: Analysis;
}

/** What happened and why: the rules first, and a model when the policy wants it asked. */
export async function analyse(incident: IncidentDocument, findings: Findings, tools: Tools): Promise<Analysed> {
  const rules = await ruled(incident, findings, tools);
  const { policy } = tools.policy();
  const { ask } = modelSettings(policy);
  const { model } = tools;
  if (model === undefined || ask === 'never' || isSettled(rules.class, findings.sight)) return rules;
  if (ask === 'unsure' && unsureBecause(incident, rules, findings, policy) === undefined) return rules;
  const offered = { ...rules, candidates: await withOthersWrongHere(incident, rules.candidates, tools) };
  return { ...offered, analysis: await secondOpinion(incident, findings, offered, model, tools) };
}
