import { everyoneBut } from './people.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const assume = { Effect: 'Allow', Action: 'sts:AssumeRole' };
const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const service = (name: string) => ({ Sid: name, ...assume, Principal: { Service: `${name}.amazonaws.com` } });

const makeRole = ({ iam }: Clients, RoleName: string, trust: string, Path?: string): Promise<unknown> =>
  iam.createRole({ RoleName, AssumeRolePolicyDocument: trust, Path });
/** Rewrites the trust of the role with one more statement. */
const trusting =
  (more: object): Variant['break'] =>
  async ({ iam }, params) => {
    const RoleName = text(params, 'roleName');
    const { Role } = await iam.getRole({ RoleName });
    const { Statement } = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')) as { Statement: object[] };
    await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: policy(...Statement, more) });
  };

/** Everyone, and of the role all but its trust. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const RoleName = text(params, 'roleName');
  const { Role } = await clients.iam.getRole({ RoleName });
  const { AssumeRolePolicyDocument: _, RoleLastUsed: __, ...rest } = Role ?? {};
  return [await everyoneBut(clients, `role ${RoleName} itself`), JSON.parse(JSON.stringify(rest))];
};

export const variants: readonly Variant[] = [
  {
    title: 'the role of a function is opened to everyone',
    async setUp(clients) {
      await makeRole(clients, 'shop', policy(service('lambda')));
      await makeRole(clients, 'report', policy(service('ec2')));
      return { roleName: 'shop' };
    },
    break: trusting({ Sid: 'open', ...assume, Principal: { AWS: '*' } }),
    neighbours,
  },
  {
    title: 'a role with a path that a partner assumes is opened to everyone beside the partner',
    async setUp(clients) {
      await makeRole(clients, 'exchange', policy(service('events')), '/partners/');
      await clients.iam.tagRole({ RoleName: 'exchange', Tags: [{ Key: 'partner', Value: 'harbour' }] });
      return { roleName: 'exchange' };
    },
    break: trusting({ Sid: 'partner', ...assume, Principal: { AWS: ['arn:aws:iam::210987654321:root', '*'] } }),
    neighbours,
  },
  {
    title: 'everyone is all that a role trusts',
    async setUp(clients) {
      await makeRole(clients, 'deploy', policy(service('codebuild')));
      return { roleName: 'deploy' };
    },
    break: ({ iam }, params) =>
      iam.updateAssumeRolePolicy({ RoleName: text(params, 'roleName'), PolicyDocument: policy({ ...assume, Principal: '*' }) }),
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
