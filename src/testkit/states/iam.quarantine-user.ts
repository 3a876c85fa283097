import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const document = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const other = fc.constantFrom(
  { name: 'deny-all', document: document({ Effect: 'Deny', Action: ['*'], Resource: '*' }) },
  { name: 'read', document: document({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }) },
  { name: 'wide', document: document({ Effect: 'Allow', Action: Array.from({ length: 90 }, () => 'dynamodb:GetItem'), Resource: '*' }) },
  {
    name: 'tools',
    document: document({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }, { Effect: 'Deny', Action: 'iam:*', Resource: '*' }),
  },
);
const own = fc.constantFrom(
  { name: 'selfheal-quarantine', document: document({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }) },
  { name: 'selfheal-quarantine', document: document({ Sid: 'SelfhealQuarantine', Effect: 'Deny', Action: '*', Resource: '*' }) },
);
const byName = (a: object, b: object): number => (String(Object(a).name) < String(Object(b).name) ? -1 : 1);

export const model: Model = {
  cases: fc.record({
    params: fc.record({
      userName: fc.constantFrom('deploy', 'deploy', 'deploy', 'selfheal-engine'),
      compromised: fc.constantFrom(true, true, true, false),
    }),
    state: fc.record({
      policies: fc
        .uniqueArray(fc.oneof({ weight: 4, arbitrary: other }, own), { selector: ({ name }) => name, maxLength: 3 })
        .map((policies) => policies.toSorted(byName)),
    }),
  }),
  apply({ policies }, call) {
    const { UserName, PolicyName: name, PolicyDocument } = object(call.input);
    const kept = list(policies)
      .map(object)
      .filter((policy) => policy.name !== name);
    if (UserName !== 'deploy') return unexpected(call);
    if (call.operation === 'deleteUserPolicy') return { policies: kept };
    if (call.operation !== 'putUserPolicy') return unexpected(call);
    return { policies: [...kept, { name, document: PolicyDocument }].toSorted(byName) };
  },
  wait: still,
  beside: ({ policies }) => list(policies).filter((policy) => object(policy).name !== 'selfheal-quarantine'),
};
