import { loadPolicy } from '#config/load-policy.ts';
import { asHealError } from '#domain/heal-error.ts';
import { modelHere } from '#entry/cli/model-here.ts';
import { type Check, fine, missing, unused } from './check.ts';

const name = 'Model';
const withinMs = 15_000;

/** Does the model that the policy names answer, and is its price known? It is asked one question of a few tokens, which costs next to nothing. */
export async function checkModel(place: Parameters<typeof modelHere>[0]): Promise<Check> {
  try {
    const { policy } = await loadPolicy(place.policyFile);
    if (policy.model === undefined) return unused(name, 'none is named in the policy: the rules decide alone');
    const { id, price, ask } = await modelHere(place);
    const { ask: when, usdPerDay } = policy.model;
    const since = performance.now();
    const { answer } = await ask(question, AbortSignal.timeout(withinMs));
    const took = `${((performance.now() - since) / 1_000).toFixed(1)} s`;
    if (price === undefined)
      return missing(name, `${id} answers, but its price is not known, so it is not asked: set model.price in the policy.`);
    if (!isReady(answer)) return missing(name, `${id} answers in ${took}, but not with the JSON that it is asked for: name another model.`);
    return fine(name, `${id} answers in ${took}; asked ${words[when]}, for at most ${usdPerDay} USD a day`);
  } catch (error) {
    const { code, message } = asHealError(error);
    return code === 'bad-config' ? unused(name, 'the policy cannot be used, so nobody knows') : missing(name, message);
  }
}

const question = {
  instructions: 'You are being tested. Answer with one JSON object and nothing else: {"ready": true}',
  data: '<datum id="e1">\n{"note": "nothing happened"}\n</datum>',
  schema: { type: 'object', properties: { ready: { type: 'boolean' } }, required: ['ready'], additionalProperties: false },
  maxOutputTokens: 100,
} as const;

const words = { unsure: 'where the rules are unsure', always: 'about every incident', never: 'only by "show --ask"' } as const;

const isReady = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'ready' in answer && answer.ready === true;
