import { everyoneBut } from './people.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const aws = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

async function makeGroup({ iam }: Clients, GroupName: string, members: readonly string[], policies: readonly string[]): Promise<void> {
  await iam.createGroup({ GroupName });
  for (const UserName of members) {
    await iam.createUser({ UserName });
    await iam.addUserToGroup({ GroupName, UserName });
  }
  for (const PolicyArn of policies) await iam.attachGroupPolicy({ GroupName, PolicyArn });
}
const attach: Variant['break'] = ({ iam }, params) =>
  iam.attachGroupPolicy({ GroupName: text(params, 'groupName'), PolicyArn: text(params, 'policyArn') });

/** Everyone, and of the group the other policies that are attached. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const GroupName = text(params, 'groupName');
  const { AttachedPolicies = [] } = await clients.iam.listAttachedGroupPolicies({ GroupName });
  const others = AttachedPolicies.flatMap(({ PolicyArn = '' }) => (PolicyArn === params.policyArn ? [] : [PolicyArn]));
  return [await everyoneBut(clients, `group ${GroupName} attached`), others];
};

export const variants: readonly Variant[] = [
  {
    title: 'developers are made administrators beside the administrators',
    async setUp(clients) {
      await makeGroup(clients, 'administrators', ['root-of-all'], [aws('AdministratorAccess')]);
      await makeGroup(clients, 'developers', ['anna', 'dave'], [aws('ReadOnlyAccess')]);
      return { groupName: 'developers', policyArn: aws('AdministratorAccess'), granted: 'just-now' };
    },
    break: attach,
    neighbours,
  },
  {
    title: 'a group without members is given all of IAM',
    async setUp(clients) {
      await makeGroup(clients, 'auditors', [], []);
      await makeGroup(clients, 'others', ['mira'], [aws('IAMFullAccess')]);
      return { groupName: 'auditors', policyArn: aws('IAMFullAccess'), granted: 'just-now' };
    },
    break: attach,
    neighbours,
  },
  {
    title: 'a group whose member has the same policy by itself is given it too',
    async setUp(clients) {
      await makeGroup(clients, 'operators', ['olga'], [aws('AmazonEC2FullAccess')]);
      await clients.iam.attachUserPolicy({ UserName: 'olga', PolicyArn: aws('PowerUserAccess') });
      return { groupName: 'operators', policyArn: aws('PowerUserAccess'), granted: 'just-now' };
    },
    break: attach,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
