import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Where a user's ARN may be: users can have a path. */
export const userArns = ['arn:{partition}:iam::{account}:user/{userName}', 'arn:{partition}:iam::{account}:user/*/{userName}'];

/** Every user of the account. */
export async function listUsers(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account } = reader.site;
  const { Users = [] } = await reader.read('iam', 'listUsers', {});
  return Users.flatMap(({ UserName: id, Arn: arn }) =>
    id === undefined ? [] : [{ type: 'AWS::IAM::User', id, arn, partition, account, region: 'global' }],
  );
}

/** Throws `no-such-resource` when there is no such user. */
export async function userTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const { Tags: tags = [] } = await reader.read('iam', 'listUserTags', { UserName: id });
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Why Selfheal leaves its own users, roles and groups alone; nothing when the name is not one of them. */
export const ours = (name: string): string | undefined =>
  name.toLowerCase().startsWith('selfheal') ? `${name} is Selfheal's own: a person decides` : undefined;
