import { expect, test } from 'vitest';
import { priceTable } from '#adapters/prices/price-table.ts';
import { costWords } from '#domain/cost-words.ts';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { resizeInstance } from './resize-instance.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const instanceId = 'i-0123456789abcdef0';
const remedy = resizeInstance.with({ instanceId });
const now = Date.UTC(2026, 10, 20, 12);
const minutesAgo = (minutes: number): Date => new Date(now - minutes * 60_000);

/** What AWS tells of the types here: a `g5` has disks of its own, which its name does not say. */
const typesOf = (type: string | undefined) =>
  [
    { InstanceType: 't3.micro' as const, InstanceStorageSupported: false },
    { InstanceType: 'c6i.metal' as const, InstanceStorageSupported: false },
    { InstanceType: 'g5.xlarge' as const, InstanceStorageSupported: true },
  ].filter(({ InstanceType }) => InstanceType === type);

/** An instance with a load by minutes ago, in a zone that offers some types. */
const reader = (load: Readonly<Record<number, number>>, more: object = {}, offered: readonly string[] = ['t3.large', 't3.small']) =>
  scriptedCloud({ now: () => now })
    .on('ec2', 'describeInstances', () => ({
      Reservations: [
        { Instances: [{ State: { Name: 'running' as const }, InstanceType: 't3.micro' as const, LaunchTime: minutesAgo(300), ...more }] },
      ],
    }))
    .on('ec2', 'describeInstanceAttribute', () => ({}))
    .on('ec2', 'describeInstanceTypes', ({ Filters = [] }) => ({
      InstanceTypes: typesOf(Filters[0]?.Values?.[0]),
    }))
    .on('ec2', 'describeInstanceTypeOfferings', ({ Filters = [] }) => ({
      InstanceTypeOfferings: offered
        .filter((type) => Filters.find(({ Name }) => Name === 'instance-type')?.Values?.includes(type))
        .map((InstanceType) => ({ InstanceType: InstanceType === 't3.small' ? ('t3.small' as const) : ('t3.large' as const) })),
    }))
    .on('cloudwatch', 'getMetricStatistics', ({ StartTime }) => ({
      Datapoints: Object.entries(load)
        .map(([minutes, Average]) => ({ Timestamp: minutesAgo(Number(minutes)), Average }))
        .filter(({ Timestamp }) => StartTime !== undefined && Timestamp >= StartTime),
    }))
    .reader(site);
const hot = { 5: 91, 10: 97.4, 15: 88, 20: 12 };

test('takes the next size that the zone offers, in two rounds', async () => {
  const state = Object(await remedy.observe(reader(hot)));
  expect(remedy.wrong(state)).toBe('the CPU load of the t3.micro has been at least 88 % for a quarter of an hour');
  expect(remedy.fix(state).map(({ operation }) => operation)).toEqual(['createTags', 'stopInstances']);
  const stopped = remedy.after(state);
  expect(remedy.fix(stopped)).toMatchObject([
    { operation: 'modifyInstanceAttribute', input: { InstanceType: { Value: 't3.small' } } },
    { operation: 'startInstances' },
    { operation: 'deleteTags' },
  ]);
});

test('a peak, a short history and the load before the last start are no lasting load', async () => {
  expect(remedy.wrong(await remedy.observe(reader({ ...hot, 10: 40 })))).toBeUndefined();
  expect(remedy.wrong(await remedy.observe(reader({ 5: 99, 10: 99 })))).toBeUndefined();
  expect(remedy.wrong(await remedy.observe(reader(hot, { LaunchTime: minutesAgo(12) })))).toBeUndefined();
});

test('finishes a resize that was cut off, and never makes the instance larger twice', async () => {
  const marked = { Tags: [{ Key: 'selfheal:resized-from', Value: 't3.micro' }], State: { Name: 'stopped' as const } };
  const changed = await remedy.observe(reader(hot, { ...marked, InstanceType: 't3.small' }));
  expect(remedy.wrong(changed)).toMatch(/resize from t3.micro that is not finished/);
  expect(remedy.fix(changed).map(({ operation }) => operation)).toEqual(['startInstances', 'deleteTags']);
  const unmarked = await remedy.observe(reader(hot, { State: { Name: 'stopped' as const } }));
  expect(remedy.wrong(unmarked)).toBeUndefined();
});

test.each([
  [{ Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'web' }] }, /Auto Scaling group web/],
  [{ InstanceLifecycle: 'spot' }, /spot instance/],
  // Nothing in the name says so; a type that AWS does not tell of counts as one that has them.
  [{ InstanceType: 'g5.xlarge' }, /own disks/],
  [{ InstanceType: 'new1.xlarge' }, /own disks/],
  [{ RootDeviceType: 'instance-store' }, /own disks/],
  [{ Placement: { Tenancy: 'host' } }, /dedicated host/],
  [{ InstanceType: 'c6i.metal' }, /nothing larger/],
])('refuses %j', async (more, why) => expect(remedy.refuses(await remedy.observe(reader(hot, more)))).toMatch(why));

test('costs the difference', async () => {
  const cost = await priceTable.price(remedy.cost(await remedy.observe(reader(hot))), 'us-east-1');
  expect(costWords(cost)).toBe('t3.micro → t3.small: +7.59 USD a month (price table of 2026-01-19)');
  expect(remedy.cost(await remedy.observe(reader({})))).toEqual([]);
});
