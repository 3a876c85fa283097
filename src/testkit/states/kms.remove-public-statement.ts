import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';
import { anyPolicy, besideOpen } from './policies.ts';

const account = '123456789012';
const root = { Sid: 'root', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' };
/** Mostly with the statement that AWS puts into every new key's policy. */
const keyPolicy = fc.record({ text: anyPolicy, managed: fc.integer({ min: 0, max: 4 }) }).map(({ text, managed }) => {
  const { Statement, ...rest } = JSON.parse(text);
  return managed === 0 ? text : JSON.stringify({ ...rest, Statement: [root, Statement].flat() });
});

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ keyId: '0f3c' }),
    state: fc.record({ account: fc.constant(account), policy: keyPolicy }),
  }),
  apply(state, call) {
    const { KeyId, PolicyName, Policy } = object(call.input);
    // KMS refuses a policy under which nobody could change the policy again.
    const safe = typeof Policy === 'string' && Policy.includes('"root"');
    if (call.operation !== 'putKeyPolicy' || KeyId !== '0f3c' || PolicyName !== 'default' || !safe) return unexpected(call);
    return { ...state, policy: Policy };
  },
  wait: still,
  beside: ({ policy }) => besideOpen(policy),
};
