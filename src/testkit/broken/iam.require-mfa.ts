import { everyoneBut } from './people.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const password = (site: Clients['site']): string => `Start-${site.account}-now!`;

/** A user with a password and a device, `path` begins and ends with a slash. */
async function personWithDevice({ iam, site }: Clients, UserName: string, Path?: string): Promise<void> {
  await iam.createUser({ UserName, Path });
  await iam.createLoginProfile({ UserName, Password: password(site) });
  const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: UserName });
  await iam.enableMFADevice({
    UserName,
    SerialNumber: VirtualMFADevice?.SerialNumber,
    AuthenticationCode1: '123456',
    AuthenticationCode2: '654321',
  });
}
const deactivate: Variant['break'] = async ({ iam }, params) => {
  const UserName = text(params, 'userName');
  const { MFADevices = [] } = await iam.listMFADevices({ UserName });
  for (const { SerialNumber } of MFADevices) await iam.deactivateMFADevice({ UserName, SerialNumber });
};
/** Everyone, and of the user the inline policies that are not ours; devices are what is broken. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const UserName = text(params, 'userName');
  const { PolicyNames = [] } = await clients.iam.listUserPolicies({ UserName });
  const theirs = PolicyNames.filter((name) => name !== 'selfheal-require-mfa');
  const policies = await Promise.all(theirs.map((PolicyName) => told(clients.iam.getUserPolicy({ UserName, PolicyName }))));
  const {
    [`user ${UserName} devices`]: _,
    [`user ${UserName} login`]: __,
    ...everyone
  } = Object(await everyoneBut(clients, `user ${UserName} inline`));
  return [everyone, policies];
};

export const variants: readonly Variant[] = [
  {
    title: 'the device of a person is deactivated',
    async setUp(clients) {
      await personWithDevice(clients, 'anna');
      await personWithDevice(clients, 'dave');
      return { userName: 'anna' };
    },
    break: deactivate,
    neighbours,
  },
  {
    title: 'the device of a person with a path, a key and policies is deactivated',
    async setUp(clients) {
      await personWithDevice(clients, 'mira', '/shop/');
      await clients.iam.createAccessKey({ UserName: 'mira' });
      const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] };
      await clients.iam.putUserPolicy({ UserName: 'mira', PolicyName: 'read', PolicyDocument: JSON.stringify(document, undefined, 2) });
      return { userName: 'mira' };
    },
    break: deactivate,
    neighbours,
  },
  {
    title: 'a program is given a password',
    async setUp({ iam }) {
      await iam.createUser({ UserName: 'deploy' });
      await iam.createAccessKey({ UserName: 'deploy' });
      return { userName: 'deploy' };
    },
    break: ({ iam, site }) => iam.createLoginProfile({ UserName: 'deploy', Password: password(site) }),
    neighbours,
  },
];

export const absent: Absent = { id: 'nobody' };
