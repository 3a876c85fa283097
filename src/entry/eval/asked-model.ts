import { ModelPolicy } from '#config/model.ts';
import type { Policy } from '#config/policy.ts';
import { HealError } from '#domain/heal-error.ts';
import { modelOf } from '#worlds/model-of.ts';
import type { EvalGround } from './eval-world.ts';

/** The model that is evaluated: the policy's, or another by `provider:id` with the policy's other settings; none by `none`. Throws HealError `bad-input`. */
export function askedModel(named: string | undefined, policy: Pick<Policy, 'model'>, region: string): EvalGround['asked'] {
  if (named === 'none') return undefined;
  const settings = named === undefined ? policy.model : namedModel(named, policy.model);
  if (settings === undefined) return undefined;
  const model = modelOf({ policy: () => ({ model: settings }), region })();
  return model === undefined ? undefined : { model, settings };
}

function namedModel(named: string, others: ModelPolicy | undefined): ModelPolicy {
  const [, provider, id] = /^([a-z-]+)(?::(.+))?$/.exec(named) ?? [];
  const same = others?.provider === provider;
  const read = ModelPolicy.safeParse({ ...(same ? others : budgetsOf(others)), provider, ...(id === undefined ? {} : { id }) });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new HealError(
    'bad-input',
    `--model ${named}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}; name it as bedrock:<model id>, anthropic:<model id>, or a provider that model in selfheal.yaml describes`,
  );
}

/** What holds for another provider as well. */
function budgetsOf(others: ModelPolicy | undefined): Partial<ModelPolicy> {
  if (others === undefined) return {};
  const { secondsPerIncident, tokensPerIncident, usdPerIncident, secondsPerDay, tokensPerDay, usdPerDay } = others;
  return { secondsPerIncident, tokensPerIncident, usdPerIncident, secondsPerDay, tokensPerDay, usdPerDay };
}
