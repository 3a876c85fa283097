import { expect, test } from 'vitest';
import { priceTable } from '#adapters/prices/price-table.ts';
import { costWords } from '#domain/cost-words.ts';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { createRecorder } from './create-recorder.ts';

const account = '123456789012';
const remedy = createRecorder.with({ account });
const role = 'arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';
const prepared = { role, bucket: `config-bucket-${account}` };

test('makes the recorder, then the channel, then starts it', () => {
  expect(remedy.fix(prepared)).toEqual([
    {
      service: 'config',
      operation: 'putConfigurationRecorder',
      input: {
        ConfigurationRecorder: {
          name: 'default',
          roleARN: role,
          recordingGroup: { allSupported: true, includeGlobalResourceTypes: false },
        },
      },
    },
    {
      service: 'config',
      operation: 'putDeliveryChannel',
      input: { DeliveryChannel: { name: 'default', s3BucketName: `config-bucket-${account}` } },
    },
    { service: 'config', operation: 'startConfigurationRecorder', input: { ConfigurationRecorderName: 'default' } },
  ]);
});

test('never changes the recorder that is there', () => {
  const calls = remedy.fix({ ...prepared, recorder: { name: 'audit', recording: false }, channel: 'to-audit' });
  expect(calls.map(({ operation }) => operation)).toEqual(['startConfigurationRecorder']);
});

test('the recorder of a service is not the customer’s, and no bucket of another account will do', async () => {
  const cloud = scriptedCloud()
    .on('config', 'describeConfigurationRecorders', () => ({
      ConfigurationRecorders: [{ name: 'theirs', servicePrincipal: 'observabilityadmin.amazonaws.com' }],
    }))
    .on('config', 'describeConfigurationRecorderStatus', () => ({ ConfigurationRecordersStatus: [{ name: 'theirs', recording: true }] }))
    .on('config', 'describeDeliveryChannels', () => ({}))
    .on('iam', 'getRole', () => {
      throw awsError('NoSuchEntity');
    })
    .on('s3', 'listBuckets', () => ({ Buckets: [{ Name: 'config-bucket-210987654321' }] }));
  const state = await remedy.observe(cloud.reader({ partition: 'aws', account, region: 'eu-west-1' }));
  expect(remedy.wrong(state)).toMatch(/no recorder/);
  expect(state).toEqual({});
  expect(remedy.refuses(state)).toMatch(/AWSServiceRoleForConfig/);
  expect(remedy.refuses({ role })).toMatch(/config-bucket-123456789012/);
});

test('what it will cost nobody knows, unless it recorded before', async () => {
  expect(costWords(await priceTable.price(remedy.cost(prepared), 'us-east-1'))).toMatch(/not known/);
  expect(remedy.cost({ ...prepared, recorder: { name: 'default', recording: false } })).toEqual([]);
});
