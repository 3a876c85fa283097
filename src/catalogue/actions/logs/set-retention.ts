import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listLogGroups, logGroupTags, readLogGroup } from './log-group.ts';

/** Security Hub CloudWatch.16 asks for a year unless its parameter says otherwise. */
const usualDays = 365;
/** What AWS takes (API reference of PutRetentionPolicy). */
const possible = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const Params = z.object({
  logGroup: z.string().min(1),
  days: z.int().refine((days) => possible.includes(days), 'AWS does not know this retention'),
});
type Params = z.infer<typeof Params>;
const State = z.object({
  /** None: events never expire. */
  days: z.int().optional(),
  bytes: z.number(),
  class: z.string(),
});
type State = z.infer<typeof State>;

export const setRetention = defineAction({
  id: 'logs.set-retention',
  title: 'Keep the events of a log group long enough',
  resource: 'AWS::Logs::LogGroup',
  heals: ['securityhub:CloudWatch.16', 'config:cw-loggroup-retention-period-check'],
  params: Params,
  condition: [],
  state: State,
  from: ({ id }) => [{ logGroup: id, days: usualDays }],
  list: listLogGroups,
  tags: logGroupTags,

  risk: { level: 'low', blastRadius: 'events that would expire from now on; what is gone does not come back', outage: 'none' },
  /** As much as there is now grows with the days, when as much is written as until now. */
  cost: ({ days, bytes }, params) =>
    days === undefined || days >= params.days
      ? []
      : [{ what: 'keeping events longer', unit: 'logs:storage-gb', quantity: (bytes / 2 ** 30) * (params.days / days - 1), per: 'month' }],
  permissions: {
    read: ['logs:DescribeLogGroups', 'logs:ListTagsForResource'],
    write: ['logs:PutRetentionPolicy'],
    undo: ['logs:PutRetentionPolicy'],
    dependent: [],
    on: ['arn:{partition}:logs:{region}:{account}:log-group:{logGroup}', 'arn:{partition}:logs:{region}:{account}:log-group:{logGroup}:*'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { logGroup }) {
    const { retentionInDays: days, storedBytes = 0, logGroupClass = 'STANDARD' } = await readLogGroup(cloud, logGroup);
    return { days, bytes: storedBytes, class: logGroupClass };
  },
  wrong: (state, params) => (lacks(state, params) ? `events are kept for ${state.days} days, not for ${params.days}` : undefined),
  refuses: (state, params) =>
    lacks(state, params) && state.class === 'DELIVERY' ? 'it is of the class DELIVERY, whose retention AWS sets' : undefined,
  fix: (state, params) => (lacks(state, params) ? [put(params.logGroup, params.days)] : []),
  after: (state, params): State => (lacks(state, params) ? { ...state, days: params.days } : state),
  comparable: ({ days }) => ({ days }),
  /** Shortening deletes events: `keeps: 'safer'` leaves that to people. */
  undo: (before, now, { logGroup }) => (before.days !== undefined && (now.days ?? 0) > before.days ? [put(logGroup, before.days)] : []),
});

const lacks = ({ days }: State, params: Params): boolean => days !== undefined && days < params.days;

const put = (logGroupName: string, retentionInDays: number) => call('logs', 'putRetentionPolicy', { logGroupName, retentionInDays });
