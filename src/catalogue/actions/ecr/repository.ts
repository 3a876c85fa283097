import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Every private repository at the reader's site. */
export async function listRepositories(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { repositories = [] } = await reader.read('ecr', 'describeRepositories', {});
  return repositories.flatMap(({ repositoryName: id, repositoryArn: arn }) =>
    id === undefined ? [] : [{ type: 'AWS::ECR::Repository', id, arn, partition, account, region }],
  );
}

export async function repositoryTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { partition, account, region } = reader.site;
  const { tags = [] } = await reader.read('ecr', 'listTagsForResource', {
    resourceArn: `arn:${partition}:ecr:${region}:${account}:repository/${id}`,
  });
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
