import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { requireImdsv2 } from './require-imdsv2.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = requireImdsv2.with({ instanceId: 'i-0123456789abcdef0' });
const now = Date.UTC(2026, 10, 20, 12);
const hoursAgo = (hours: number): Date => new Date(now - hours * 3_600_000);

/** An instance that allows IMDSv1, launched and asked without a token some hours ago. */
const reader = (launched: number, asked: readonly number[], options: object = { State: 'applied', HttpTokens: 'optional' }) =>
  scriptedCloud({ now: () => now })
    .on('ec2', 'describeInstances', () => ({
      Reservations: [{ Instances: [{ State: { Name: 'running' as const }, LaunchTime: hoursAgo(launched), MetadataOptions: options }] }],
    }))
    .on('cloudwatch', 'getMetricStatistics', ({ StartTime, EndTime }) => ({
      Datapoints: asked
        .map(hoursAgo)
        .filter((at) => StartTime !== undefined && EndTime !== undefined && at >= StartTime && at < EndTime)
        .map(() => ({ Sum: 7 })),
    }))
    .reader(site);

test('asks for the token and leaves every other option to what it is', async () => {
  const state = await remedy.observe(reader(100, []));
  expect(remedy.wrong(state)).toMatch(/IMDSv1/);
  expect(remedy.refuses(state)).toBeUndefined();
  expect(remedy.fix(state)).toEqual([
    { service: 'ec2', operation: 'modifyInstanceMetadataOptions', input: { InstanceId: 'i-0123456789abcdef0', HttpTokens: 'required' } },
  ]);
});

test('leaves an instance whose software still asks without a token to a person', async () => {
  const state = await remedy.observe(reader(100, [3, 20]));
  expect(remedy.wrong(state)).toBeDefined();
  expect(remedy.refuses(state)).toMatch(/14 times without a token/);
});

test('does not let the use that follows a downgrade keep it open, but listens to an instance that is new', async () => {
  expect(remedy.refuses(await remedy.observe(reader(100, [0.5])))).toBeUndefined();
  expect(remedy.refuses(await remedy.observe(reader(0.8, [0.5])))).toMatch(/7 times/);
});

test('is healthy without a metadata endpoint, and waits until the change is applied', async () => {
  const closed = await remedy.observe(reader(100, [3], { HttpEndpoint: 'disabled', HttpTokens: 'optional' }));
  expect(remedy.wrong(closed)).toBeUndefined();
  const pending = await remedy.observe(reader(100, [3], { State: 'pending', HttpTokens: 'required' }));
  expect(remedy.wrong(pending)).toMatch(/not applied yet/);
  expect(remedy.fix(pending)).toEqual([]);
});
