import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { startRecorder } from './start-recorder.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = startRecorder.with({ recorder: 'default' });
const cloudWith = (recording: boolean | undefined, channels: number) =>
  scriptedCloud()
    .on('config', 'describeConfigurationRecorders', () => ({ ConfigurationRecorders: [{ name: 'default' }] }))
    .on('config', 'describeConfigurationRecorderStatus', () => ({
      ConfigurationRecordersStatus: [
        { name: 'other', recording: true },
        ...(recording === undefined ? [] : [{ name: 'default', recording }]),
      ],
    }))
    .on('config', 'describeDeliveryChannels', () => ({ DeliveryChannels: Array.from({ length: channels }, () => ({ name: 'default' })) }))
    .reader(site);

test('a recorder without a status does not record, whatever others do', async () => {
  expect(remedy.wrong(await remedy.observe(cloudWith(undefined, 1)))).toBe('the recorder is stopped');
  expect(remedy.wrong(await remedy.observe(cloudWith(true, 1)))).toBeUndefined();
});

test('refuses when AWS Config has nowhere to deliver to', async () => {
  expect(remedy.refuses(await remedy.observe(cloudWith(false, 0)))).toMatch(/no delivery channel/);
});

test('leaves the recorder of a service to that service', () => {
  expect(remedy.refuses({ recording: false, delivers: true, servicePrincipal: 'observabilityadmin.amazonaws.com' })).toMatch(
    /observability/,
  );
});

test('a recorder that was deleted meanwhile is not called stopped', async () => {
  const cloud = scriptedCloud()
    .on('config', 'describeConfigurationRecorders', () => ({ ConfigurationRecorders: [] }))
    .on('config', 'describeConfigurationRecorderStatus', () => ({}))
    .on('config', 'describeDeliveryChannels', () => ({}));
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('reads tags by the ARN that AWS tells', async () => {
  const arn = 'arn:aws:config:eu-west-1:123456789012:configuration-recorder/default/a1b2c3';
  const cloud = scriptedCloud()
    .on('config', 'describeConfigurationRecorders', () => ({ ConfigurationRecorders: [{ name: 'default', arn }] }))
    .on('config', 'listTagsForResource', ({ ResourceArn }) => ({ Tags: ResourceArn === arn ? [{ Key: 'owner', Value: 'audit' }] : [] }))
    .reader(site);
  const [recorder] = await startRecorder.list(cloud);
  expect(recorder).toMatchObject({ id: 'default', arn });
  if (recorder !== undefined) expect(await startRecorder.tags(cloud, recorder)).toEqual({ owner: 'audit' });
});
