import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { startLogging } from './start-logging.ts';

const site = { partition: 'aws-us-gov', account: '123456789012', region: 'us-gov-west-1' };
const remedy = startLogging.with({ trail: 'organization' });
const described = () =>
  scriptedCloud().on('cloudtrail', 'describeTrails', () => ({ trailList: [{ Name: 'organization' }, { Name: 'other' }] }));

test('a trail that AWS says nothing about does not log', async () => {
  const cloud = described().on('cloudtrail', 'getTrailStatus', () => ({}));
  expect(remedy.wrong(await remedy.observe(cloud.reader(site)))).toBe('the trail does not log');
});

test('a trail that logs is healthy', async () => {
  const cloud = described().on('cloudtrail', 'getTrailStatus', () => ({ IsLogging: true }));
  expect(remedy.wrong(await remedy.observe(cloud.reader(site)))).toBeUndefined();
});

test('a trail whose home is another region is not found here, because only its home can start it', async () => {
  const cloud = scriptedCloud().on('cloudtrail', 'describeTrails', ({ includeShadowTrails }) => ({
    trailList: includeShadowTrails === false ? [] : [{ Name: 'organization', HomeRegion: 'us-gov-east-1' }],
  }));
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('a trail that vanishes between two reads is not called healthy', async () => {
  const cloud = described().on('cloudtrail', 'getTrailStatus', () => {
    throw awsError('TrailNotFoundException', { code: 'no-such-resource' });
  });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('lists trails with the ARN of their partition', async () => {
  const [first] = await startLogging.list(described().reader(site));
  expect(first).toMatchObject({ id: 'organization', arn: 'arn:aws-us-gov:cloudtrail:us-gov-west-1:123456789012:trail/organization' });
});

test('stops again only what it started', () => {
  expect(remedy.undo({ logging: false }, { logging: true })).toMatchObject([{ operation: 'stopLogging' }]);
  expect(remedy.undo({ logging: true }, { logging: true })).toEqual([]);
});
