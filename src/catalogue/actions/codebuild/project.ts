import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

type Project = NonNullable<Output<'codebuild', 'batchGetProjects'>['projects']>[number];

/** Every build project at the reader's site. */
export async function listProjects(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { projects = [] } = await reader.read('codebuild', 'listProjects', {});
  const arn = (id: string): string => `arn:${partition}:codebuild:${region}:${account}:project/${id}`;
  return projects.map((id) => ({ type: 'AWS::CodeBuild::Project', id, arn: arn(id), partition, account, region }));
}

/** One build project. Throws `no-such-resource`. */
export async function readProject(reader: Reader, name: string): Promise<Project> {
  const { projects = [] } = await reader.read('codebuild', 'batchGetProjects', { names: [name] });
  const project = projects.find((each) => each.name === name);
  if (project !== undefined) return project;
  throw new HealError('no-such-resource', `${reader.site.region} has no build project ${name}: check its name, account and region.`);
}

export async function projectTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const { tags = [] } = await readProject(reader, id);
  return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
}
