import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Output, type Reader } from '#ports/cloud.ts';
import { cisControls, cisPatterns, samePattern } from './cis-patterns.ts';

const Params = z.object({ account: z.string().regex(/^\d{12}$/), control: z.enum(cisControls) });
type Params = z.infer<typeof Params>;
const Metric = z.object({ namespace: z.string(), name: z.string() });
type Metric = z.infer<typeof Metric>;
const State = z.object({
  /** The log group to which the trail of all regions writes here. */
  group: z.string().optional(),
  /** What a filter with the control's pattern counts. */
  metric: Metric.optional(),
  /** An alarm on that metric tells an SNS topic. */
  told: z.boolean(),
  /** An alarm on that metric that tells nobody. */
  mute: z.string().optional(),
  /** The topic that most alarms of the region tell. */
  topic: z.string().optional(),
  /** Something else has the name of the filter or of the alarm. */
  taken: z.enum(['filter', 'alarm']).optional(),
});
type State = z.infer<typeof State>;
type Alarm = NonNullable<Output<'cloudwatch', 'describeAlarms'>['MetricAlarms']>[number];

const nameOf = ({ control }: Pick<Params, 'control'>): string => `cis-${control}`;
const ours = (params: Params): Metric => ({ namespace: 'CISBenchmark', name: nameOf(params) });

export const createCisAlarm = defineAction({
  id: 'cloudwatch.create-cis-alarm',
  title: 'Raise the alarm that the CIS benchmark asks for when something happens in the account',
  resource: 'AWS::::Account',
  heals: cisControls.map((control) => ({ id: `securityhub:${control}`, where: { control } })),
  params: Params,
  condition: ['control'],
  state: State,
  from: ({ id }) => cisControls.map((control) => ({ account: id, control })),
  /** Only where the trail writes to: an alarm belongs nowhere else. */
  list: async (reader) => ((await trailGroup(reader)) === undefined ? [] : accountAt(reader)),
  tags: async () => ({}),

  risk: { level: 'low', blastRadius: 'those who listen to the topic, who hear of one more thing', outage: 'none' },
  cost: (state, params) =>
    !canBeMade(state)
      ? []
      : [
          { what: `the alarm ${nameOf(params)}`, unit: 'cloudwatch:alarm', quantity: 1, per: 'month' },
          ...(state.metric === undefined ? [{ what: 'its metric', unit: 'cloudwatch:metric', quantity: 1, per: 'month' as const }] : []),
        ],
  permissions: {
    read: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudwatch:DescribeAlarms', 'logs:DescribeMetricFilters'],
    write: ['logs:PutMetricFilter', 'cloudwatch:PutMetricAlarm'],
    undo: ['logs:DeleteMetricFilter', 'cloudwatch:DeleteAlarms'],
    dependent: [],
    on: ['arn:{partition}:logs:{region}:{account}:log-group:*', 'arn:{partition}:cloudwatch:{region}:{account}:alarm:cis-{control}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, params) {
    const [group, { MetricAlarms = [] }] = await Promise.all([
      trailGroup(cloud),
      cloud.read('cloudwatch', 'describeAlarms', { AlarmTypes: ['MetricAlarm'] }),
    ]);
    const topic = mostTold(MetricAlarms, cloud.site.region);
    if (group === undefined) return { told: false, topic };
    const { metricFilters = [] } = await cloud.read('logs', 'describeMetricFilters', { logGroupName: group });
    const filter = metricFilters.find(({ filterPattern = '' }) => samePattern(filterPattern, cisPatterns[params.control].pattern));
    const [counted] = filter?.metricTransformations ?? [];
    const metric = counted && { namespace: counted.metricNamespace ?? '', name: counted.metricName ?? '' };
    // An alarm on an expression has no metric of its own.
    const watching = MetricAlarms.filter(
      ({ Namespace, MetricName }) => metric !== undefined && Namespace === metric.namespace && MetricName === metric.name,
    );
    const told = watching.some((alarm) => topicsOf(alarm).length > 0);
    const filterTaken = filter === undefined && metricFilters.some(({ filterName }) => filterName === nameOf(params));
    const alarmTaken = !told && MetricAlarms.some(({ AlarmName }) => AlarmName === nameOf(params));
    const taken = filterTaken ? ('filter' as const) : alarmTaken ? ('alarm' as const) : undefined;
    return { group, metric, told, topic, taken, mute: told ? undefined : watching[0]?.AlarmName };
  },
  wrong: ({ told }, { control }) => (told ? undefined : `no alarm tells anybody when ${cisPatterns[control].what}`),
  refuses(state, params) {
    if (state.told) return undefined;
    if (state.group === undefined)
      return 'no trail of all regions writes to a log group here: where CloudTrail writes to, a person decides';
    if (state.mute !== undefined) return `the alarm ${state.mute} watches for it and tells nobody: whom it should tell, a person decides`;
    if (state.taken !== undefined) return `there is another ${state.taken} named ${nameOf(params)}: a person looks what it is for`;
    return state.topic === undefined ? 'no alarm of this region tells an SNS topic: whom to tell, a person decides' : undefined;
  },
  fix(state, params) {
    const { group, topic, metric } = state;
    if (!canBeMade(state) || group === undefined || topic === undefined) return [];
    const { what, pattern } = cisPatterns[params.control];
    const { namespace, name } = metric ?? ours(params);
    const filter = call('logs', 'putMetricFilter', {
      logGroupName: group,
      filterName: nameOf(params),
      filterPattern: pattern,
      metricTransformations: [{ metricNamespace: namespace, metricName: name, metricValue: '1' }],
    });
    const alarm = call('cloudwatch', 'putMetricAlarm', {
      AlarmName: nameOf(params),
      AlarmDescription: `In the account ${what} (${params.control} of Security Hub).`,
      Namespace: namespace,
      MetricName: name,
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [topic],
    });
    return metric === undefined ? [filter, alarm] : [alarm];
  },
  after: (state, params): State => (canBeMade(state) ? { ...state, metric: state.metric ?? ours(params), told: true } : state),
  comparable: ({ group, metric, told, mute, taken }) => ({ group, metric, told, mute, taken }),
  undo(before, now, params) {
    const name = nameOf(params);
    if (before.told || !now.told) return [];
    const alarm = call('cloudwatch', 'deleteAlarms', { AlarmNames: [name] });
    const made = before.metric === undefined && now.metric !== undefined && now.group !== undefined;
    return made ? [alarm, call('logs', 'deleteMetricFilter', { logGroupName: now.group, filterName: name })] : [alarm];
  },
});

const canBeMade = ({ told, group, mute, taken, topic }: State): boolean =>
  !told && group !== undefined && topic !== undefined && mute === undefined && taken === undefined;

const accountAt = ({ site: { partition, account, region } }: Reader): readonly ResourceRef[] => [
  { type: 'AWS::::Account', id: account, partition, account, region },
];

/** The log group of this region to which a trail of all regions, which logs, writes; the first by the trail's ARN. */
async function trailGroup(reader: Reader): Promise<string | undefined> {
  const { account, region } = reader.site;
  const { trailList = [] } = await reader.read('cloudtrail', 'describeTrails', { includeShadowTrails: false });
  const here = new RegExp(`^arn:[\\w-]+:logs:${region}:${account}:log-group:([^:]+)`);
  const writing = trailList
    .toSorted((a, b) => ((a.TrailARN ?? '') < (b.TrailARN ?? '') ? -1 : 1))
    .flatMap(({ Name, IsMultiRegionTrail, CloudWatchLogsLogGroupArn = '' }) => {
      const group = here.exec(CloudWatchLogsLogGroupArn)?.[1];
      return Name === undefined || IsMultiRegionTrail !== true || group === undefined ? [] : [{ Name, group }];
    });
  const logging = await Promise.all(
    writing.map(({ Name }) => reader.find('cloudtrail', 'getTrailStatus', { Name }, ['TrailNotFoundException'])),
  );
  return writing.find((_, index) => logging[index]?.IsLogging === true)?.group;
}

const topicsOf = ({ AlarmActions = [] }: Alarm): readonly string[] => AlarmActions.filter((arn) => /^arn:[\w-]+:sns:/.test(arn));

function mostTold(alarms: readonly Alarm[], region: string): string | undefined {
  const counts = new Map<string, number>();
  for (const topic of alarms.flatMap(topicsOf)) if (topic.split(':')[3] === region) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return [...counts].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]?.[0];
}
