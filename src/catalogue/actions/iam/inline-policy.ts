import { z } from 'zod';
import type { Reader } from '#ports/cloud.ts';

/** One inline policy with its document, decoded. */
export const InlinePolicy = z.object({ name: z.string(), document: z.string() });
export type InlinePolicy = z.infer<typeof InlinePolicy>;

/** Characters that all inline policies of one identity may have together, spaces apart (IAM user guide, "IAM and AWS STS quotas"). */
const most = { user: 2048, role: 10_240 };

/** Every inline policy of a user. Throws `no-such-resource`. */
export async function userPolicies(reader: Reader, userName: string): Promise<readonly InlinePolicy[]> {
  const { PolicyNames = [] } = await reader.read('iam', 'listUserPolicies', { UserName: userName });
  const policies = PolicyNames.map(async (name) => {
    const { PolicyDocument } = await reader.read('iam', 'getUserPolicy', { UserName: userName, PolicyName: name });
    return { name, document: decoded(PolicyDocument) };
  });
  return Promise.all(policies);
}

/** Every inline policy of a role. Throws `no-such-resource`. */
export async function rolePolicies(reader: Reader, roleName: string): Promise<readonly InlinePolicy[]> {
  const { PolicyNames = [] } = await reader.read('iam', 'listRolePolicies', { RoleName: roleName });
  const policies = PolicyNames.map(async (name) => {
    const { PolicyDocument } = await reader.read('iam', 'getRolePolicy', { RoleName: roleName, PolicyName: name });
    return { name, document: decoded(PolicyDocument) };
  });
  return Promise.all(policies);
}

/** IAM gives documents in the encoding of URLs (API reference, GetRole). */
export const decoded = (document: string | undefined): string => decodeURIComponent(document ?? '');

/** Why one more document does not fit beside the others; nothing when it does. */
export function tooLong(kind: keyof typeof most, others: readonly InlinePolicy[], document: string): string | undefined {
  const size = [...others.map((other) => other.document), document].join('').replace(/\s/g, '').length;
  return size > most[kind]
    ? `with it the inline policies of the ${kind} would have ${size} characters, and AWS takes ${most[kind]}: a person makes room`
    : undefined;
}

/** The policies with one of them written, in the order of their names. */
export const withPolicy = (policies: readonly InlinePolicy[], one: InlinePolicy): InlinePolicy[] =>
  [...policies.filter(({ name }) => name !== one.name), one].toSorted(byName);

export const byName = (a: InlinePolicy, b: InlinePolicy): number => (a.name < b.name ? -1 : 1);
