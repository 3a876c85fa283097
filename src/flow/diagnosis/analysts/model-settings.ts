import { ModelPolicy } from '#config/model.ts';
import type { Policy } from '#config/policy.ts';
import type { Limits } from './budget.ts';

/** When a model is asked and what that may use up; the defaults where a world brings a model that the policy does not name. */
export const modelSettings = ({ model }: Pick<Policy, 'model'>): Pick<ModelPolicy, 'ask'> & Limits => model ?? defaults;

const defaults = ModelPolicy.parse({ provider: 'bedrock' });
