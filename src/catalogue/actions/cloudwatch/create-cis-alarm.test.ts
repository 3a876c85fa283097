import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { cisPatterns, samePattern } from './cis-patterns.ts';
import { createCisAlarm } from './create-cis-alarm.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const topic = 'arn:aws:sns:eu-west-1:123456789012:security';
const remedy = createCisAlarm.with({ account: site.account, control: 'CloudWatch.1' });
const bare = { group: 'trail', told: false, topic };
const group = (region: string) => `arn:aws:logs:${region}:123456789012:log-group:trail:*`;

function account({ trails = [{}], alarms = [{}], filters = [] as object[] } = {}) {
  return scriptedCloud()
    .on('cloudtrail', 'describeTrails', () => ({
      trailList: trails.map((trail) => ({
        Name: 'audit',
        IsMultiRegionTrail: true,
        CloudWatchLogsLogGroupArn: group('eu-west-1'),
        ...trail,
      })),
    }))
    .on('cloudtrail', 'getTrailStatus', ({ Name }) => ({ IsLogging: Name !== 'stopped' }))
    .on('logs', 'describeMetricFilters', () => ({ metricFilters: filters }))
    .on('cloudwatch', 'describeAlarms', () => ({
      MetricAlarms: alarms.map((alarm) => ({ AlarmName: 'web', AlarmActions: [topic], ...alarm })),
    }))
    .reader(site);
}

test('makes the filter and the alarm that tells whom the other alarms tell', async () => {
  const state = await remedy.observe(account());
  expect(state).toEqual(bare);
  expect(remedy.wrong(state)).toBe('no alarm tells anybody when the root user was used');
  expect(remedy.fix(state)).toMatchObject([
    {
      operation: 'putMetricFilter',
      input: { logGroupName: 'trail', filterName: 'cis-CloudWatch.1', filterPattern: cisPatterns['CloudWatch.1'].pattern },
    },
    { operation: 'putMetricAlarm', input: { AlarmName: 'cis-CloudWatch.1', MetricName: 'cis-CloudWatch.1', AlarmActions: [topic] } },
  ]);
});

test('a filter that differs by spaces counts the same thing, and needs its alarm only', async () => {
  const counted = {
    filterName: 'root',
    filterPattern: cisPatterns['CloudWatch.1'].pattern.replaceAll(' ', '  '),
    metricTransformations: [{ metricNamespace: 'Security', metricName: 'root' }],
  };
  const state = await remedy.observe(account({ filters: [counted] }));
  expect(remedy.fix(state)).toMatchObject([{ operation: 'putMetricAlarm', input: { Namespace: 'Security', MetricName: 'root' } }]);
  const watched = await remedy.observe(account({ filters: [counted], alarms: [{ Namespace: 'Security', MetricName: 'root' }] }));
  expect(remedy.wrong(watched)).toBeUndefined();
});

test.each([
  ['no trail writes to a log group here', { trails: [{ CloudWatchLogsLogGroupArn: group('us-east-1') }] }, /no trail of all regions/],
  ['the trail does not log', { trails: [{ Name: 'stopped' }] }, /no trail of all regions/],
  ['the trail is of one region', { trails: [{ IsMultiRegionTrail: false }] }, /no trail of all regions/],
  ['no alarm tells a topic', { alarms: [{ AlarmActions: ['arn:aws:automate:eu-west-1:ec2:recover'] }] }, /whom to tell/],
  ['the topic of the alarms is elsewhere', { alarms: [{ AlarmActions: [topic.replace('eu-west-1', 'us-east-1')] }] }, /whom to tell/],
  ['another alarm has the name', { alarms: [{ AlarmName: 'cis-CloudWatch.1' }] }, /another alarm named/],
  ['another filter has the name', { filters: [{ filterName: 'cis-CloudWatch.1', filterPattern: 'ERROR' }] }, /another filter named/],
  [
    'an alarm watches for it and tells nobody',
    {
      filters: [
        {
          filterName: 'root',
          filterPattern: cisPatterns['CloudWatch.1'].pattern,
          metricTransformations: [{ metricNamespace: 'S', metricName: 'root' }],
        },
      ],
      alarms: [{}, { AlarmName: 'mute', Namespace: 'S', MetricName: 'root', AlarmActions: [] }],
    },
    /mute watches for it and tells nobody/,
  ],
])('leaves it to a person when %s', async (_, given, why) => {
  const state = await remedy.observe(account(given));
  expect(remedy.refuses(state)).toMatch(why);
  expect(remedy.fix(state)).toEqual([]);
});

test('is looked for only in the region that the trail writes to', async () => {
  expect(await createCisAlarm.list(account())).toMatchObject([{ type: 'AWS::::Account', region: 'eu-west-1' }]);
  expect(await createCisAlarm.list(account({ trails: [] }))).toEqual([]);
});

test('each of the fourteen findings means its own alarm', () => {
  const resource = { type: 'AWS::::Account', id: site.account, ...site };
  for (const control of Object.keys(cisPatterns))
    expect(createCisAlarm.meantBy(`securityhub:${control}`, resource)).toEqual([{ account: site.account, control }]);
  expect(Object.keys(cisPatterns)).toHaveLength(14);
  const patterns = Object.values(cisPatterns).map(({ pattern }) => pattern);
  for (const one of patterns) expect(patterns.filter((other) => samePattern(one, other))).toHaveLength(1);
});
