import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const arn = fc.constantFrom('arn:aws:iam::123456789012:user/anna', 'arn:aws-us-gov:iam::123456789012:user/shop/anna');
const other = fc.constantFrom(
  { name: 'read', document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}' },
  { name: 'tools', document: '{ "Statement": { "Effect": "Allow", "Action": ["ec2:Describe*"], "Resource": "*" } }' },
  { name: 'wide', document: `{"Statement":{"Effect":"Allow","Action":[${'"dynamodb:GetItem",'.repeat(80)}"s3:List*"],"Resource":"*"}}` },
);
const older = fc.constant({ name: 'selfheal-require-mfa', document: '{"Statement":[]}' });
const named = (policy: object): string => String(Object(policy).name);

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ userName: 'anna' }),
    state: fc.record({
      arn,
      console: fc.constantFrom(true, true, true, false),
      devices: fc.constantFrom(0, 0, 0, 1, 2),
      policies: fc
        .uniqueArray(fc.oneof({ weight: 3, arbitrary: other }, older), { selector: named, maxLength: 3 })
        .map((policies) => policies.toSorted((a, b) => (named(a) < named(b) ? -1 : 1))),
    }),
  }),
  apply(state, call) {
    const { UserName, PolicyName: name, PolicyDocument: document } = object(call.input);
    if (UserName !== 'anna') return unexpected(call);
    const kept = list(state.policies).filter((policy) => object(policy).name !== name);
    if (call.operation === 'deleteUserPolicy') return { ...state, policies: kept };
    if (call.operation !== 'putUserPolicy') return unexpected(call);
    const policies = [...kept, { name, document }].toSorted((a, b) => (named(object(a)) < named(object(b)) ? -1 : 1));
    return { ...state, policies };
  },
  wait: still,
  beside: ({ policies, ...rest }) => ({ ...rest, policies: list(policies).filter((each) => object(each).name !== 'selfheal-require-mfa') }),
};
