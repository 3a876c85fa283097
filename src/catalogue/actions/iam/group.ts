import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Where a group's ARN may be: groups can have a path. */
export const groupArns = ['arn:{partition}:iam::{account}:group/{groupName}', 'arn:{partition}:iam::{account}:group/*/{groupName}'];

/** Every group of the account. */
export async function listGroups(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account } = reader.site;
  const { Groups = [] } = await reader.read('iam', 'listGroups', {});
  return Groups.flatMap(({ GroupName: id, Arn: arn }) =>
    id === undefined ? [] : [{ type: 'AWS::IAM::Group', id, arn, partition, account, region: 'global' }],
  );
}

/** AWS has no tags for groups. */
export const groupTags = async (): Promise<Tags> => ({});
