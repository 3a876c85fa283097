import { everyoneBut } from './people.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

/** A user with an active key. */
async function userWithKey({ iam }: Clients, UserName: string, Path?: string): Promise<string> {
  await iam.createUser({ UserName, Path });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  return AccessKey?.AccessKeyId ?? '';
}
const deactivate = ({ iam }: Clients, UserName: string, AccessKeyId: string): Promise<unknown> =>
  iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' });

/** Everyone, and of the user the keys that are not the one in question. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const UserName = text(params, 'userName');
  const { AccessKeyMetadata = [] } = await clients.iam.listAccessKeys({ UserName });
  const others = AccessKeyMetadata.filter(({ AccessKeyId }) => params.accessKeyId !== undefined && AccessKeyId !== params.accessKeyId);
  return [await everyoneBut(clients, `user ${UserName} keys`), JSON.parse(JSON.stringify(others))];
};

export const variants: readonly Variant[] = [
  {
    title: 'a key that was found in public is made active again, beside another key of the user',
    async setUp(clients) {
      const accessKeyId = await userWithKey(clients, 'deploy');
      await clients.iam.createAccessKey({ UserName: 'deploy' });
      await deactivate(clients, 'deploy', accessKeyId);
      await userWithKey(clients, 'report');
      return { userName: 'deploy', why: 'compromised', accessKeyId };
    },
    break: ({ iam }, params) => iam.updateAccessKey({ UserName: 'deploy', AccessKeyId: text(params, 'accessKeyId'), Status: 'Active' }),
    neighbours,
  },
  {
    title: 'a contained user makes itself another key',
    async setUp(clients) {
      const key = await userWithKey(clients, 'build', '/robots/');
      await deactivate(clients, 'build', key);
      await clients.iam
        .createAccessKey({ UserName: 'build' })
        .then(({ AccessKey }) => deactivate(clients, 'build', AccessKey?.AccessKeyId ?? ''));
      return { userName: 'build', why: 'compromised' };
    },
    break: async ({ iam }) => {
      const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: 'build' });
      for (const { AccessKeyId } of AccessKeyMetadata) await iam.updateAccessKey({ UserName: 'build', AccessKeyId, Status: 'Active' });
    },
    neighbours,
  },
  {
    title: 'a person whose key is stolen has a password and tags too',
    async setUp({ iam, site }) {
      await iam.createUser({ UserName: 'anna', Tags: [{ Key: 'team', Value: 'shop' }] });
      await iam.createLoginProfile({ UserName: 'anna', Password: `Start-${site.account}-now!` });
      return { userName: 'anna', why: 'compromised' };
    },
    break: ({ iam }) => iam.createAccessKey({ UserName: 'anna' }),
    neighbours,
  },
];

export const absent: Absent = { id: 'nobody' };
