import { everyoneBut } from './people.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const PolicyName = 'selfheal-quarantine';
const document = (Effect: string, Action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource: '*' }] }, undefined, 2);

async function makeUser({ iam }: Clients, UserName: string, Path?: string): Promise<void> {
  await iam.createUser({ UserName, Path });
  await iam.createAccessKey({ UserName });
  await iam.putUserPolicy({ UserName, PolicyName: 'work', PolicyDocument: document('Allow', 's3:*') });
}
/** Everyone, and of the user the inline policies that are not ours. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const UserName = text(params, 'userName');
  const { PolicyNames = [] } = await clients.iam.listUserPolicies({ UserName });
  const theirs = PolicyNames.filter((name) => name !== PolicyName);
  const policies = await Promise.all(theirs.map((each) => told(clients.iam.getUserPolicy({ UserName, PolicyName: each }))));
  return [await everyoneBut(clients, `user ${UserName} inline`), policies];
};

export const variants: readonly Variant[] = [
  {
    title: 'the quarantine of a user is lifted',
    async setUp(clients) {
      await makeUser(clients, 'deploy');
      await makeUser(clients, 'report');
      await clients.iam.putUserPolicy({ UserName: 'deploy', PolicyName, PolicyDocument: document('Deny', '*') });
      return { userName: 'deploy', compromised: true };
    },
    break: ({ iam }) => iam.deleteUserPolicy({ UserName: 'deploy', PolicyName }),
    neighbours,
  },
  {
    title: 'the quarantine of a user with a path is weakened',
    async setUp(clients) {
      await makeUser(clients, 'build', '/robots/');
      await clients.iam.putUserPolicy({ UserName: 'build', PolicyName, PolicyDocument: document('Deny', '*') });
      return { userName: 'build', compromised: true };
    },
    break: ({ iam }) => iam.putUserPolicy({ UserName: 'build', PolicyName, PolicyDocument: document('Deny', 'iam:*') }),
    neighbours,
  },
  {
    title: 'a person who was never contained is compromised',
    async setUp(clients) {
      await makeUser(clients, 'anna');
      await clients.iam.tagUser({ UserName: 'anna', Tags: [{ Key: 'team', Value: 'shop' }] });
      await clients.iam.createGroup({ GroupName: 'developers' });
      await clients.iam.addUserToGroup({ GroupName: 'developers', UserName: 'anna' });
      return { userName: 'anna', compromised: true };
    },
    break: async () => {},
    neighbours,
  },
];

export const absent: Absent = { id: 'nobody' };
