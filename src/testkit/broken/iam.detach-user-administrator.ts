import { everyoneBut } from './people.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const aws = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

async function makeUser({ iam }: Clients, UserName: string, ...policies: readonly string[]): Promise<void> {
  await iam.createUser({ UserName });
  for (const PolicyArn of policies) await iam.attachUserPolicy({ UserName, PolicyArn });
}
const attach: Variant['break'] = ({ iam }, params) =>
  iam.attachUserPolicy({ UserName: text(params, 'userName'), PolicyArn: text(params, 'policyArn') });

/** Everyone, and of the user the other policies that are attached. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const UserName = text(params, 'userName');
  const { AttachedPolicies = [] } = await clients.iam.listAttachedUserPolicies({ UserName });
  const others = AttachedPolicies.flatMap(({ PolicyArn = '' }) => (PolicyArn === params.policyArn ? [] : [PolicyArn]));
  return [await everyoneBut(clients, `user ${UserName} attached`), others];
};

export const variants: readonly Variant[] = [
  {
    title: 'a user is made administrator beside an administrator',
    async setUp(clients) {
      await makeUser(clients, 'root-of-all', aws('AdministratorAccess'));
      await makeUser(clients, 'anna', aws('ReadOnlyAccess'));
      return { userName: 'anna', policyArn: aws('AdministratorAccess'), granted: 'just-now' };
    },
    break: attach,
    neighbours,
  },
  {
    title: 'a program is given all of IAM, and a role is administrator',
    async setUp(clients) {
      const trust = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      };
      await clients.iam.createRole({ RoleName: 'operations', AssumeRolePolicyDocument: JSON.stringify(trust) });
      await clients.iam.attachRolePolicy({ RoleName: 'operations', PolicyArn: aws('AdministratorAccess') });
      await makeUser(clients, 'deploy');
      await clients.iam.createAccessKey({ UserName: 'deploy' });
      return { userName: 'deploy', policyArn: aws('IAMFullAccess'), granted: 'just-now' };
    },
    break: attach,
    neighbours,
  },
  {
    title: 'a member of a group is given the power of nearly everything, twice over',
    async setUp(clients) {
      await makeUser(clients, 'mira', aws('AmazonS3ReadOnlyAccess'));
      await clients.iam.createGroup({ GroupName: 'operators' });
      await clients.iam.attachGroupPolicy({ GroupName: 'operators', PolicyArn: aws('PowerUserAccess') });
      await clients.iam.addUserToGroup({ GroupName: 'operators', UserName: 'mira' });
      return { userName: 'mira', policyArn: aws('PowerUserAccess'), granted: 'just-now' };
    },
    break: attach,
    neighbours,
  },
];

export const absent: Absent = { id: 'nobody' };
