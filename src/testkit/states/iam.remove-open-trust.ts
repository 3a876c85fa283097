import * as fc from 'fast-check';
import type { Json, JsonObject } from '#domain/json.ts';
import { list, type Model, object, still, unexpected } from './model.ts';

const principal = fc.constantFrom<Json[]>(
  '*',
  { AWS: '*' },
  { AWS: ['arn:aws:iam::210987654321:root', '*'] },
  { AWS: 'arn:aws:iam::123456789012:root' },
  { Service: 'lambda.amazonaws.com' },
);
const condition = fc.constantFrom(
  undefined,
  undefined,
  undefined,
  { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  { StringEquals: { 'sts:ExternalId': 'partner-7' } },
);
const statement = fc
  .record({ Principal: principal, Condition: condition, Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny') })
  .map(({ Condition, ...rest }): JsonObject => ({ ...rest, Action: 'sts:AssumeRole', ...(Condition === undefined ? {} : { Condition }) }));

const isOpen = (one: JsonObject): boolean =>
  one.Effect === 'Allow' && one.Condition === undefined && JSON.stringify(one.Principal).includes('"*"');
const statements = ({ trust }: JsonObject): JsonObject[] => list(object(JSON.parse(String(trust))).Statement).map((each) => object(each));

export const model: Model = {
  cases: fc.record({
    params: fc.record({ roleName: fc.constantFrom('deploy', 'deploy', 'deploy', 'selfheal-write') }),
    state: fc.record({
      path: fc.constantFrom('/', '/', '/shop/', '/aws-service-role/support.amazonaws.com/'),
      trust: fc
        .record({ Statement: fc.array(statement, { minLength: 1, maxLength: 3 }), space: fc.constantFrom(0, 2) })
        .map(({ Statement, space }) => JSON.stringify({ Version: '2012-10-17', Statement }, undefined, space)),
    }),
  }),
  apply(state, call) {
    const { RoleName, PolicyDocument } = object(call.input);
    if (call.operation !== 'updateAssumeRolePolicy' || RoleName !== 'deploy') return unexpected(call);
    const after = { ...state, trust: PolicyDocument };
    if (statements(after).length === 0) return unexpected(call);
    return after;
  },
  wait: still,
  beside: (state) => ({
    path: state.path,
    statements: statements(state).filter((one) => !isOpen(one) && !/SelfhealNobody|210987654321/.test(JSON.stringify(one))),
  }),
};
