import type { IAM } from '@aws-sdk/client-iam';
import type { Json } from '#domain/json.ts';
import { type Clients, told } from './variant.ts';

/** What belongs to a user, a role or a group, by what it is. */
const aspects = {
  user: {
    itself: (iam: IAM, UserName: string) => iam.getUser({ UserName }),
    keys: (iam: IAM, UserName: string) => iam.listAccessKeys({ UserName }),
    login: (iam: IAM, UserName: string) => iam.getLoginProfile({ UserName }),
    devices: (iam: IAM, UserName: string) => iam.listMFADevices({ UserName }),
    groups: (iam: IAM, UserName: string) => iam.listGroupsForUser({ UserName }),
    attached: (iam: IAM, UserName: string) => iam.listAttachedUserPolicies({ UserName }),
    inline: async (iam: IAM, UserName: string) => {
      const { PolicyNames = [] } = await iam.listUserPolicies({ UserName });
      return Promise.all(PolicyNames.map((PolicyName) => told(iam.getUserPolicy({ UserName, PolicyName }))));
    },
  },
  role: {
    itself: (iam: IAM, RoleName: string) => iam.getRole({ RoleName }),
    attached: (iam: IAM, RoleName: string) => iam.listAttachedRolePolicies({ RoleName }),
    inline: async (iam: IAM, RoleName: string) => {
      const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
      return Promise.all(PolicyNames.map((PolicyName) => told(iam.getRolePolicy({ RoleName, PolicyName }))));
    },
  },
  group: {
    itself: (iam: IAM, GroupName: string) => iam.getGroup({ GroupName }),
    attached: (iam: IAM, GroupName: string) => iam.listAttachedGroupPolicies({ GroupName }),
  },
};

/** Every user, role and group of the account with all that belongs to it, but for one aspect of one of them, `user deploy keys`. */
export async function everyoneBut({ iam }: Clients, but: string): Promise<Json> {
  const [{ Users = [] }, { Roles = [] }, { Groups = [] }] = await Promise.all([iam.listUsers({}), iam.listRoles({}), iam.listGroups({})]);
  const all = [
    ...Users.map(({ UserName = '' }) => ({ kind: 'user' as const, name: UserName })),
    ...Roles.map(({ RoleName = '' }) => ({ kind: 'role' as const, name: RoleName })),
    ...Groups.map(({ GroupName = '' }) => ({ kind: 'group' as const, name: GroupName })),
  ];
  const pictures = all.flatMap(({ kind, name }) =>
    Object.entries(aspects[kind]).flatMap(([aspect, read]) => {
      const title = `${kind} ${name} ${aspect}`;
      return title === but ? [] : [told(read(iam, name)).then((picture) => [title, withoutUse(picture)] as const)];
    }),
  );
  return Object.fromEntries(await Promise.all(pictures));
}

/** When a role was last used changes with every look at it through the proxy. */
const withoutUse = (picture: Json): Json => {
  const text = JSON.stringify(picture, (key, value: Json) => (key === 'RoleLastUsed' || key === 'PasswordLastUsed' ? undefined : value));
  return JSON.parse(text);
};
