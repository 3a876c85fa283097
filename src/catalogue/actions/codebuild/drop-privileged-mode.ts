import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call, type Input } from '#ports/cloud.ts';
import { listProjects, projectTags, readProject } from './project.ts';

type Environment = NonNullable<Input<'codebuild', 'updateProject'>['environment']>;

const State = z.object({
  privileged: z.boolean(),
  /** All that a build runs in but for its variables, because CodeBuild takes it only as a whole. */
  environment: z.custom<Environment>((value) => typeof value === 'object' && value !== null),
  /** How many variables it has: their values are nowhere written down. */
  variables: z.int(),
  /** What needs the mode, as far as it shows. */
  needs: z.string().optional(),
});
type State = z.infer<typeof State>;

export const dropPrivilegedMode = defineAction({
  id: 'codebuild.drop-privileged-mode',
  title: 'Take root on the build host from a project that builds no images',
  resource: 'AWS::CodeBuild::Project',
  heals: ['securityhub:CodeBuild.5', 'config:codebuild-project-environment-privileged-check'],
  params: z.object({ project: z.string().min(2) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ project: id }],
  list: listProjects,
  tags: projectTags,

  risk: {
    level: 'medium',
    blastRadius: 'builds of the project from the next one on, if one of them runs containers after all',
    outage: 'possible',
  },
  cost: () => [],
  permissions: {
    read: ['codebuild:BatchGetProjects', 'codebuild:ListProjects'],
    write: ['codebuild:UpdateProject'],
    undo: ['codebuild:UpdateProject'],
    dependent: [],
    on: ['arn:{partition}:codebuild:{region}:{account}:project/{project}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'before',
  recorded: false,
  exercised: { not: 'the emulator does not have UpdateProject' },

  async observe(cloud, { project }) {
    const { environment, source, cache, fileSystemLocations = [] } = await readProject(cloud, project);
    const { environmentVariables = [], ...rest } = environment ?? {};
    const whole: Environment = JSON.parse(JSON.stringify(rest));
    const needs = whyNeeded({
      buildspec: source?.buildspec ?? '',
      image: whole.image ?? '',
      caches: cache?.modes ?? [],
      mounts: fileSystemLocations.length,
    });
    return { privileged: whole.privilegedMode === true, environment: whole, variables: environmentVariables.length, needs };
  },
  wrong: ({ privileged }) => (privileged ? 'its builds have every device and right of the host that they run on' : undefined),
  refuses({ privileged, variables, needs }) {
    if (!privileged) return undefined;
    if (needs !== undefined) return `${needs}: a person decides whether its builds need the mode`;
    return variables === 0
      ? undefined
      : 'its environment has variables: CodeBuild takes an environment only as a whole, and Selfheal writes no such values down';
  },
  fix: (state, { project }) =>
    state.privileged && state.variables === 0
      ? [call('codebuild', 'updateProject', { name: project, environment: mode(state, false) })]
      : [],
  after: (state): State =>
    state.privileged && state.variables === 0 ? { ...state, privileged: false, environment: mode(state, false) } : state,
  comparable: (state) => state,
  undo: (before, now, { project }) =>
    before.privileged && !now.privileged && now.variables === 0
      ? [call('codebuild', 'updateProject', { name: project, environment: mode(now, true) })]
      : [],
});

const mode = ({ environment }: State, privilegedMode: boolean): Environment => ({ ...environment, privilegedMode });

interface Build {
  readonly buildspec: string;
  readonly image: string;
  readonly caches: readonly string[];
  readonly mounts: number;
}

/** What cannot be seen is taken for needed: a build that fails for want of the mode is found out by its next release. */
function whyNeeded({ buildspec, image, caches, mounts }: Build): string | undefined {
  if (caches.includes('LOCAL_DOCKER_LAYER_CACHE')) return 'it caches the layers of images';
  // A file system is mounted by the build host, which takes root (user guide, "Amazon Elastic File System sample for AWS CodeBuild").
  if (mounts > 0) return 'it mounts a file system';
  if (/docker|dind|buildah|kaniko|podman/i.test(image)) return `it runs in ${image}`;
  // Without line breaks it is the path of a file, or of an object in S3.
  if (!buildspec.includes('\n')) return 'its buildspec lies with its source';
  const [tool] = /\b(docker|dockerd|buildah|podman|kaniko|buildx|sam (build|local)|cdk|pack build|losetup|mount)\b/i.exec(buildspec) ?? [];
  return tool === undefined ? undefined : `its buildspec says ${tool}`;
}
