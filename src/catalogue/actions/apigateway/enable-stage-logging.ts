import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { call } from '#ports/cloud.ts';
import { listStages, readStage, stageOf, stageTags } from './stage.ts';

const off = 'OFF';
/** The settings that hold for every method without its own. */
const everyMethod = '*/*';

const State = z.object({
  /** What every method logs. */
  level: z.string(),
  /** Methods that have logging turned off for themselves. */
  silent: z.array(z.string()),
  /** API Gateway has a role by which it may write logs, one for the region. */
  mayLog: z.boolean(),
});

export const enableStageLogging = defineAction({
  id: 'apigateway.enable-stage-logging',
  title: 'Let a stage log the requests that fail',
  resource: 'AWS::ApiGateway::Stage',
  heals: ['securityhub:APIGateway.1', 'config:api-gw-execution-logging-enabled'],
  params: z.object({ api: z.string().min(1), stage: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => stageOf(id),
  list: listStages,
  tags: stageTags,

  risk: { level: 'low', blastRadius: 'a log group of the stage, to which errors of its requests are written', outage: 'none' },
  /** Only what fails is logged, which is little: CloudWatch Logs charges for the volume (aws.amazon.com/cloudwatch/pricing). */
  cost: ({ level }) =>
    level === off ? [{ what: 'logs of errors, taken as 1 GB a month', unit: 'logs:ingest-gb', quantity: 1, per: 'month' }] : [],
  permissions: {
    read: ['apigateway:GET'],
    write: ['apigateway:PATCH'],
    undo: ['apigateway:PATCH'],
    dependent: [],
    on: ['arn:{partition}:apigateway:{region}::/restapis/{api}/stages/{stage}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { api, stage }) {
    const [{ methodSettings = {} }, { cloudwatchRoleArn }] = await Promise.all([
      readStage(cloud, api, stage),
      cloud.read('apigateway', 'getAccount', {}),
    ]);
    const own = Object.entries(methodSettings).filter(([method]) => method !== everyMethod);
    return {
      level: methodSettings[everyMethod]?.loggingLevel ?? off,
      silent: own.flatMap(([method, { loggingLevel }]) => (loggingLevel === off ? [method] : [])).toSorted((a, b) => a.localeCompare(b)),
      mayLog: (cloudwatchRoleArn ?? '') !== '',
    };
  },
  wrong({ level, silent }) {
    if (level === off) return 'the stage logs nothing of its requests';
    return silent.length === 0 ? undefined : `${silent.join(', ')} ${silent.length === 1 ? 'logs' : 'log'} nothing`;
  },
  refuses({ silent, mayLog }) {
    if (!mayLog) return 'API Gateway has no role in this region by which it may write logs: a person makes one';
    return silent.length === 0 ? undefined : `logging was turned off for ${silent.join(', ')} by name: a person decides`;
  },
  fix: ({ level }, params) => (level === off ? [log(params, 'ERROR')] : []),
  after: (state) => (state.level === off ? { ...state, level: 'ERROR' } : state),
  comparable: (state) => state,
  undo: (before, now, params) => (before.level === off && now.level !== off ? [log(params, off)] : []),
});

const log = ({ api, stage }: { readonly api: string; readonly stage: string }, value: string): Call =>
  call('apigateway', 'updateStage', {
    restApiId: api,
    stageName: stage,
    patchOperations: [{ op: 'replace', path: '/*/*/logging/loglevel', value }],
  });
