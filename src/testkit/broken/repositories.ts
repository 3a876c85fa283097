import type { Json } from '#domain/json.ts';
import { type Clients, told } from './variant.ts';

/** Makes a tagged repository with a life-cycle policy. */
export async function makeRepository({ ecr }: Clients, repositoryName: string, scanOnPush = true): Promise<string> {
  await ecr.createRepository({
    repositoryName,
    imageScanningConfiguration: { scanOnPush },
    imageTagMutability: 'IMMUTABLE',
    tags: [{ Key: 'owner', Value: 'shop' }],
  });
  const rules = [
    { rulePriority: 1, selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 5 }, action: { type: 'expire' } },
  ];
  await ecr.putLifecyclePolicy({ repositoryName, lifecyclePolicyText: JSON.stringify({ rules }) });
  return repositoryName;
}

/** Every repository with its settings, policies and tags, but for one aspect of one of them, and the registry's. */
export async function allRepositoriesBut({ ecr }: Clients, repository: string, aspect: 'scanning' | 'policy'): Promise<Json> {
  const { repositories = [] } = await ecr.describeRepositories({});
  const pictures = repositories.map(async ({ imageScanningConfiguration, ...rest }) => {
    const { repositoryName = '', repositoryArn } = rest;
    const own = repositoryName === repository;
    return [
      await told(Promise.resolve(rest)),
      own && aspect === 'scanning' ? null : await told(Promise.resolve({ imageScanningConfiguration })),
      own && aspect === 'policy' ? null : await told(ecr.getRepositoryPolicy({ repositoryName })),
      (await ecr.getLifecyclePolicy({ repositoryName })).lifecyclePolicyText,
      await told(ecr.listTagsForResource({ resourceArn: repositoryArn })),
    ] as Json;
  });
  return [...(await Promise.all(pictures)), await told(ecr.getRegistryScanningConfiguration({}))];
}
