import { type CisControl, cisPatterns } from '#catalogue/actions/cloudwatch/cis-patterns.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { makeTrail } from './trails.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const group = 'trail';
const alarmOn = (AlarmName: string, Namespace: string, MetricName: string, topic: string | undefined) => ({
  AlarmName,
  Namespace,
  MetricName,
  Statistic: 'Sum' as const,
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold' as const,
  ...(topic === undefined ? {} : { AlarmActions: [topic] }),
});

/** A trail of all regions that writes to a log group, a topic, and an alarm of the team that tells it. */
async function guardRoom(clients: Clients): Promise<string> {
  const { account, region } = clients.site;
  await clients.logs.createLogGroup({ logGroupName: group });
  await makeTrail(clients, 'audit', {
    IsMultiRegionTrail: true,
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${account}:log-group:${group}:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/trail-to-logs`,
  });
  const { TopicArn = '' } = await clients.sns.createTopic({ Name: 'security' });
  await clients.cloudwatch.putMetricAlarm(alarmOn('web-5xx', 'AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', TopicArn));
  return TopicArn;
}

const filter = (clients: Clients, filterName: string, filterPattern: string, metricNamespace: string, metricName: string) =>
  clients.logs.putMetricFilter({
    logGroupName: group,
    filterName,
    filterPattern,
    metricTransformations: [{ metricNamespace, metricName, metricValue: '1' }],
  });

/** Every alarm and every filter but the control's own, and the alarm of the team that is deleted for good. */
async function neighbours({ cloudwatch, logs }: Clients, params: JsonObject): Promise<Json> {
  const own = `cis-${text(params, 'control')}`;
  const { MetricAlarms = [] } = await cloudwatch.describeAlarms({});
  const { metricFilters = [] } = await logs.describeMetricFilters({ logGroupName: group });
  const alarms = MetricAlarms.filter(({ AlarmName }) => AlarmName !== own && AlarmName !== 'groups');
  return JSON.parse(JSON.stringify({ alarms, filters: metricFilters.filter(({ filterName }) => filterName !== own) })) as Json;
}

async function whole(clients: Clients, control: CisControl): Promise<JsonObject> {
  const topic = await guardRoom(clients);
  await filter(clients, `cis-${control}`, cisPatterns[control].pattern, 'CISBenchmark', `cis-${control}`);
  await clients.cloudwatch.putMetricAlarm(alarmOn(`cis-${control}`, 'CISBenchmark', `cis-${control}`, topic));
  return { account: clients.site.account, control };
}
const removeAlarm: Variant['break'] = ({ cloudwatch }, params) =>
  cloudwatch.deleteAlarms({ AlarmNames: [`cis-${text(params, 'control')}`] });

export const variants: readonly Variant[] = [
  { title: 'its alarm is deleted', setUp: (clients) => whole(clients, 'CloudWatch.1'), break: removeAlarm, neighbours },
  {
    title: 'its alarm and its filter are deleted, beside those of another control',
    async setUp(clients) {
      const params = await whole(clients, 'CloudWatch.5');
      await filter(clients, 'keys', cisPatterns['CloudWatch.7'].pattern, 'Security', 'keys');
      return params;
    },
    async break(clients, params) {
      await removeAlarm(clients, params);
      await clients.logs.deleteMetricFilter({ logGroupName: group, filterName: 'cis-CloudWatch.5' });
    },
    neighbours,
  },
  {
    title: 'the alarm on a filter that the team made itself, with other spaces, is deleted',
    async setUp(clients) {
      const topic = await guardRoom(clients);
      const spaced = cisPatterns['CloudWatch.10'].pattern.replaceAll('=', ' = ');
      await filter(clients, 'groups', spaced, 'Security', 'groups');
      await clients.cloudwatch.putMetricAlarm(alarmOn('groups', 'Security', 'groups', topic));
      return { account: clients.site.account, control: 'CloudWatch.10' };
    },
    break: ({ cloudwatch }) => cloudwatch.deleteAlarms({ AlarmNames: ['groups'] }),
    neighbours,
  },
];

export const absent: Absent = 'always there';
