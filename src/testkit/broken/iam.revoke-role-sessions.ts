import { everyoneBut } from './people.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const PolicyName = 'selfheal-revoke-older-sessions';
const before = '2026-01-02T03:04:05Z';
const document = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2);
const revoking = (moment: string): string =>
  document({ Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: { DateLessThan: { 'aws:TokenIssueTime': moment } } });

async function makeRole({ iam }: Clients, RoleName: string, Path?: string): Promise<void> {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await iam.createRole({ RoleName, Path, AssumeRolePolicyDocument: document(trust) });
  const work = document({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' });
  await iam.putRolePolicy({ RoleName, PolicyName: 'work', PolicyDocument: work });
}
/** Everyone, and of the role the inline policies that are not ours. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const RoleName = text(params, 'roleName');
  const { PolicyNames = [] } = await clients.iam.listRolePolicies({ RoleName });
  const theirs = PolicyNames.filter((name) => name !== PolicyName);
  const policies = await Promise.all(theirs.map((each) => told(clients.iam.getRolePolicy({ RoleName, PolicyName: each }))));
  return [await everyoneBut(clients, `role ${RoleName} inline`), policies];
};

export const variants: readonly Variant[] = [
  {
    title: 'somebody takes a session of a role that nothing revokes',
    async setUp(clients) {
      await makeRole(clients, 'shop');
      await makeRole(clients, 'report');
      return { roleName: 'shop', before };
    },
    break: async () => {},
    neighbours,
  },
  {
    title: 'the sessions of a role with a path were revoked long before',
    async setUp(clients) {
      await makeRole(clients, 'build', '/robots/');
      await clients.iam.putRolePolicy({ RoleName: 'build', PolicyName, PolicyDocument: revoking(before) });
      return { roleName: 'build', before };
    },
    break: ({ iam }) => iam.putRolePolicy({ RoleName: 'build', PolicyName, PolicyDocument: revoking('2025-01-01T00:00:00Z') }),
    neighbours,
  },
  {
    title: 'what revokes the sessions is deleted, beside an earlier one of the console',
    async setUp(clients) {
      await makeRole(clients, 'deploy');
      const PolicyDocument = revoking('2025-06-01T00:00:00Z');
      await clients.iam.putRolePolicy({ RoleName: 'deploy', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument });
      await clients.iam.putRolePolicy({ RoleName: 'deploy', PolicyName, PolicyDocument: revoking(before) });
      return { roleName: 'deploy', before };
    },
    break: ({ iam }) => iam.deleteRolePolicy({ RoleName: 'deploy', PolicyName }),
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
