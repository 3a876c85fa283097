import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const document = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const until = (moment: string) =>
  document({ Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: { DateLessThan: { 'aws:TokenIssueTime': moment } } });
const moment = fc.constantFrom('2026-11-19T09:00:00Z', '2026-11-20T08:59:59.999Z', '2026-11-20T12:00:00Z');
const policy = fc.oneof(
  fc.constantFrom(
    { name: 'read', document: document({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }) },
    { name: 'wide', document: document({ Effect: 'Allow', Action: Array.from({ length: 600 }, () => 'dynamodb:GetItem'), Resource: '*' }) },
  ),
  moment.map((each) => ({ name: 'AWSRevokeOlderSessions', document: until(each) })),
  moment.map((each) => ({ name: 'selfheal-revoke-older-sessions', document: until(each) })),
);
const byName = (a: object, b: object): number => (String(Object(a).name) < String(Object(b).name) ? -1 : 1);

export const model: Model = {
  cases: fc.record({
    params: fc.record(
      { roleName: fc.constantFrom('shop', 'shop', 'shop', 'selfheal-write'), before: fc.constant('2026-11-20T09:00:00Z') },
      { requiredKeys: ['roleName'] },
    ),
    state: fc.record({
      path: fc.constantFrom('/', '/', '/shop/', '/aws-service-role/support.amazonaws.com/'),
      policies: fc.uniqueArray(policy, { selector: ({ name }) => name, maxLength: 3 }).map((policies) => policies.toSorted(byName)),
      at: fc.constantFrom(Date.UTC(2026, 10, 20, 9, 1), Date.UTC(2026, 10, 20, 9, 1), Date.UTC(2026, 10, 20, 8)),
    }),
  }),
  apply(state, call) {
    const { RoleName, PolicyName: name, PolicyDocument } = object(call.input);
    const kept = list(state.policies)
      .map(object)
      .filter((each) => each.name !== name);
    if (RoleName !== 'shop') return unexpected(call);
    if (call.operation === 'deleteRolePolicy') return { ...state, policies: kept };
    if (call.operation !== 'putRolePolicy') return unexpected(call);
    return { ...state, policies: [...kept, { name, document: PolicyDocument }].toSorted(byName) };
  },
  wait: still,
  beside: ({ policies, ...rest }) => ({
    ...rest,
    policies: list(policies).filter((each) => object(each).name !== 'selfheal-revoke-older-sessions'),
  }),
};
