import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Where a role's ARN may be: roles can have a path. */
export const roleArns = ['arn:{partition}:iam::{account}:role/{roleName}', 'arn:{partition}:iam::{account}:role/*/{roleName}'];

/** Every role of the account but those of AWS services, which nobody can change. */
export async function listRoles(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account } = reader.site;
  const { Roles = [] } = await reader.read('iam', 'listRoles', {});
  return Roles.flatMap(({ RoleName: id, Arn: arn, Path = '/' }) =>
    id === undefined || isServiceLinked(Path) ? [] : [{ type: 'AWS::IAM::Role', id, arn, partition, account, region: 'global' }],
  );
}

/** Throws `no-such-resource` when there is no such role. */
export async function roleTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const { Tags: tags = [] } = await reader.read('iam', 'listRoleTags', { RoleName: id });
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

export const isServiceLinked = (path: string): boolean => path.startsWith('/aws-service-role/');
