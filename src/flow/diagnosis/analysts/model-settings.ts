import { ModelPolicy } from '#config/model.ts';
import type { Policy } from '#config/policy.ts';

/** When a model is asked and what that may use up; the defaults where a world brings a model that the policy does not name. */
export const modelSettings = ({
  model,
}: Pick<Policy, 'model'>): Pick<ModelPolicy, 'ask' | 'secondsPerIncident' | 'tokensPerIncident' | 'usdPerIncident' | 'usdPerDay'> =>
  model ?? defaults;

const defaults = ModelPolicy.parse({ provider: 'bedrock' });
