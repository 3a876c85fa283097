import type { UpdateAccountPasswordPolicyRequest } from '@aws-sdk/client-iam';
import { type Absent, told, type Variant } from './variant.ts';

const good: UpdateAccountPasswordPolicyRequest = {
  MinimumPasswordLength: 16,
  RequireSymbols: true,
  RequireNumbers: true,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
  AllowUsersToChangePassword: true,
  PasswordReusePrevention: 24,
  MaxPasswordAge: 60,
};

/** People and their passwords. */
const neighbours: Variant['neighbours'] = async ({ iam }) => {
  const { Users = [] } = await iam.listUsers({});
  const names = Users.flatMap(({ UserName }) => UserName ?? []).toSorted();
  return Promise.all(names.map(async (UserName) => [UserName, await told(iam.getLoginProfile({ UserName }))]));
};

export const variants: readonly Variant[] = [
  {
    title: 'the policy is deleted, and people have passwords',
    async setUp({ iam, site }) {
      await iam.createUser({ UserName: 'anna' });
      await iam.createLoginProfile({ UserName: 'anna', Password: `Start-${site.account}-now!` });
      await iam.updateAccountPasswordPolicy(good);
      return { account: site.account, expiry: 'any' };
    },
    break: ({ iam }) => iam.deleteAccountPasswordPolicy({}),
    neighbours,
  },
  {
    title: 'shorter passwords without symbols are allowed, and the expiry must stay',
    async setUp({ iam, site }) {
      await iam.updateAccountPasswordPolicy(good);
      return { account: site.account, expiry: 'any' };
    },
    break: ({ iam }) => iam.updateAccountPasswordPolicy({ ...good, MinimumPasswordLength: 6, RequireSymbols: false }),
    neighbours,
  },
  {
    title: 'passwords no longer expire and may be used again, where a finding asks for an expiry',
    async setUp({ iam, site }) {
      await iam.createUser({ UserName: 'dave' });
      await iam.updateAccountPasswordPolicy(good);
      return { account: site.account, expiry: 'within-90-days' };
    },
    break: ({ iam }) => iam.updateAccountPasswordPolicy({ ...good, PasswordReusePrevention: undefined, MaxPasswordAge: undefined }),
    neighbours,
  },
];

export const absent: Absent = 'always there';
