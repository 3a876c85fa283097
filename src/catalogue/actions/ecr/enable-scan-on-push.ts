import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listRepositories, repositoryTags } from './repository.ts';

const State = z.object({
  /** The repository's own setting. */
  scanOnPush: z.boolean(),
  /** What a rule of the registry makes of it: `MANUAL` when none is about it. */
  frequency: z.string(),
  /** `BASIC`, or `ENHANCED` where Amazon Inspector scans. */
  scanner: z.string(),
});
type State = z.infer<typeof State>;

export const enableScanOnPush = defineAction({
  id: 'ecr.enable-scan-on-push',
  title: 'Scan every image that is pushed to a repository',
  resource: 'AWS::ECR::Repository',
  heals: ['securityhub:ECR.1', 'config:ecr-private-image-scanning-enabled'],
  params: z.object({ repository: z.string().min(2) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ repository: id }],
  list: listRepositories,
  tags: repositoryTags,

  risk: { level: 'low', blastRadius: 'images that are pushed from now on', outage: 'none' },
  /** Basic scanning is free. */
  cost: () => [],
  permissions: {
    read: [
      'ecr:DescribeRepositories',
      'ecr:BatchGetRepositoryScanningConfiguration',
      'ecr:GetRegistryScanningConfiguration',
      'ecr:ListTagsForResource',
    ],
    write: ['ecr:PutImageScanningConfiguration'],
    undo: ['ecr:PutImageScanningConfiguration'],
    dependent: [],
    on: ['arn:{partition}:ecr:{region}:{account}:repository/{repository}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { repository }) {
    const [{ repositories = [] }, { scanningConfigurations = [] }, registry] = await Promise.all([
      cloud.read('ecr', 'describeRepositories', { repositoryNames: [repository] }),
      cloud.read('ecr', 'batchGetRepositoryScanningConfiguration', { repositoryNames: [repository] }),
      cloud.read('ecr', 'getRegistryScanningConfiguration', {}),
    ]);
    return {
      scanOnPush: repositories[0]?.imageScanningConfiguration?.scanOnPush ?? false,
      frequency: scanningConfigurations[0]?.scanFrequency ?? 'MANUAL',
      scanner: registry.scanningConfiguration?.scanType ?? 'BASIC',
    };
  },
  wrong: (state) => (lacks(state) ? 'images are pushed without being scanned' : undefined),
  refuses: (state) =>
    lacks(state) && state.scanner === 'ENHANCED'
      ? 'Amazon Inspector scans this registry, by rules that do not name the repository: a person adds it to them'
      : undefined,
  fix: (state, { repository }) => (lacks(state) ? [put(repository, true)] : []),
  after: (state): State => (lacks(state) ? { ...state, scanOnPush: true } : state),
  comparable: ({ scanOnPush, scanner }) => ({ scanOnPush, scanner }),
  undo: (before, now, { repository }) => (!before.scanOnPush && now.scanOnPush ? [put(repository, false)] : []),
});

const lacks = ({ scanOnPush, frequency, scanner }: State): boolean => frequency === 'MANUAL' && (!scanOnPush || scanner === 'ENHANCED');

const put = (repositoryName: string, scanOnPush: boolean) =>
  call('ecr', 'putImageScanningConfiguration', { repositoryName, imageScanningConfiguration: { scanOnPush } });
