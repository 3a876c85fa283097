import { z } from 'zod';
import type { Reader } from '#ports/cloud.ts';
import { isServiceLinked } from './role.ts';
import { ours } from './user.ts';

/** Policies of AWS whose holders can make themselves anything. */
const policies = ['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess'];

/** Which grant: of the policies that a detection knows, or of any other. Only one that an event tells of is taken away: who had it before may be meant to. */
export const Grant = {
  policyArn: z.string().regex(/^arn:aws[\w-]*:iam::(aws|\d{12}):policy\/.+$/),
  granted: z.enum(['just-now', 'before']),
};

/** A user, a role or a group as far as administrator rights go. */
export const Holder = z.object({
  path: z.string(),
  attached: z.array(z.string()),
  /** Other users, roles and groups with the same policy. */
  others: z.int(),
});
type Holder = z.infer<typeof Holder>;
interface Given {
  readonly policyArn: string;
  readonly granted: 'just-now' | 'before';
}

/** The grants that may be there already. */
export const knownGrants = (partition: string) =>
  policies.map((name) => ({ policyArn: `arn:${partition}:iam::aws:policy/${name}`, granted: 'before' as const }));

/** How many others hold a policy; nobody does when the policy is gone. */
export async function otherHolders(reader: Reader, policyArn: string, self: string): Promise<number> {
  const found = await reader.find('iam', 'listEntitiesForPolicy', { PolicyArn: policyArn }, ['NoSuchEntity', 'NoSuchEntityException']);
  const { PolicyUsers = [], PolicyRoles = [], PolicyGroups = [] } = found ?? {};
  const holders = [
    ...PolicyUsers.map(({ UserName }) => `user ${UserName}`),
    ...PolicyRoles.map(({ RoleName }) => `role ${RoleName}`),
    ...PolicyGroups.map(({ GroupName }) => `group ${GroupName}`),
  ];
  return holders.filter((holder) => holder !== self).length;
}

export const isGranted = ({ attached }: Holder, { policyArn, granted }: Given): boolean =>
  granted === 'just-now' && attached.includes(policyArn);

export const whyGranted = (holder: Holder, given: Given): string | undefined =>
  isGranted(holder, given) ? `${given.policyArn.split('/').at(-1)} was attached just now` : undefined;

/** Why a person decides about the rights of this holder. */
export function whyKept({ path, others }: Holder, name: string, policyArn: string): string | undefined {
  if (isServiceLinked(path)) return `${name} belongs to a service of AWS, which attaches its policies itself`;
  if (path.startsWith('/aws-reserved/')) return `${name} belongs to IAM Identity Center: its permission set is changed there`;
  if (others === 0 && policyArn.endsWith(':policy/AdministratorAccess')) return `${name} would be the last administrator of the account`;
  return ours(name);
}

export const without = (holder: Holder, { policyArn }: Given): Holder => ({
  ...holder,
  attached: holder.attached.filter((each) => each !== policyArn),
});
