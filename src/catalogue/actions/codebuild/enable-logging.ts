import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listProjects, projectTags, readProject } from './project.ts';

const Status = z.enum(['ENABLED', 'DISABLED']);
const LogsConfig = z.object({
  cloudWatchLogs: z.object({ status: Status, groupName: z.string().optional(), streamName: z.string().optional() }).optional(),
  s3Logs: z
    .object({
      status: Status,
      location: z.string().optional(),
      encryptionDisabled: z.boolean().optional(),
      bucketOwnerAccess: z.enum(['NONE', 'READ_ONLY', 'FULL']).optional(),
    })
    .optional(),
});
const State = z.object({
  /** As CodeBuild tells it; without any it logs to CloudWatch. */
  logs: LogsConfig,
  /** Everyone may see the builds, and their logs. */
  everyone: z.boolean(),
});
type State = z.infer<typeof State>;

export const enableLogging = defineAction({
  id: 'codebuild.enable-logging',
  title: 'Let a build project keep the logs of its builds',
  resource: 'AWS::CodeBuild::Project',
  heals: ['securityhub:CodeBuild.4', 'config:codebuild-project-logging-enabled'],
  params: z.object({ project: z.string().min(2) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ project: id }],
  list: listProjects,
  tags: projectTags,

  risk: { level: 'low', blastRadius: 'a log group, to which the builds of the project are written from the next one on', outage: 'none' },
  cost: (state) =>
    silent(state) ? [{ what: 'logs of builds, taken as 1 GB a month', unit: 'logs:ingest-gb', quantity: 1, per: 'month' }] : [],
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
  keeps: 'safer',
  recorded: false,
  exercised: { not: 'the emulator does not have UpdateProject' },

  async observe(cloud, { project }) {
    const { logsConfig = {}, projectVisibility } = await readProject(cloud, project);
    return { logs: LogsConfig.parse(logsConfig), everyone: projectVisibility === 'PUBLIC_READ' };
  },
  wrong: (state) => (silent(state) ? 'the project keeps no logs of its builds' : undefined),
  refuses: (state) =>
    silent(state) && state.everyone ? 'its builds are public, so that everyone could read the logs: a person decides' : undefined,
  fix: (state, { project }) => (silent(state) ? [call('codebuild', 'updateProject', { name: project, logsConfig: logging(state) })] : []),
  after: (state): State => (silent(state) ? { ...state, logs: logging(state) } : state),
  comparable: (state) => state,
  undo: (before, now, { project }) =>
    silent(before) && !silent(now) ? [call('codebuild', 'updateProject', { name: project, logsConfig: before.logs })] : [],
});

/** What says nothing of itself is not turned off (Config rule codebuild-project-logging-enabled). */
function silent({ logs }: State): boolean {
  const told = [logs.cloudWatchLogs, logs.s3Logs].filter((each) => each !== undefined);
  return told.length > 0 && told.every(({ status }) => status === 'DISABLED');
}

/** To CloudWatch, into the group that is named there or the usual one. */
const logging = ({ logs }: State): State['logs'] => ({ ...logs, cloudWatchLogs: { ...logs.cloudWatchLogs, status: 'ENABLED' } });
