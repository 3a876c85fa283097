import type { RecordingGroup } from '@aws-sdk/client-config-service';
import type { Json } from '#domain/json.ts';
import { makeBucket } from './buckets.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

/** A recorder that delivers into a bucket of its own, and a rule beside it. */
async function makeRecorder(clients: Clients, name: string, recordingGroup: RecordingGroup): Promise<string> {
  const { config, site } = clients;
  await config.putConfigurationRecorder({
    ConfigurationRecorder: { name, roleARN: `arn:aws:iam::${site.account}:role/config`, recordingGroup },
  });
  await config.putDeliveryChannel({ DeliveryChannel: { name: 'default', s3BucketName: await makeBucket(clients, 'config') } });
  await config.startConfigurationRecorder({ ConfigurationRecorderName: name });
  await config.putConfigRule({
    ConfigRule: { ConfigRuleName: 'public-read', Source: { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_PUBLIC_READ_PROHIBITED' } },
  });
  return name;
}

/** What AWS Config records, where it delivers and what it evaluates: everything but whether it runs. */
async function neighbours({ config }: Clients): Promise<Json> {
  return {
    recorders: await told(config.describeConfigurationRecorders({})),
    channels: await told(config.describeDeliveryChannels({})),
    rules: await told(config.describeConfigRules({})),
  };
}

const stop: Variant['break'] = ({ config }, params) =>
  config.stopConfigurationRecorder({ ConfigurationRecorderName: text(params, 'recorder') });

export const variants: readonly Variant[] = [
  {
    title: 'the recorder of everything is stopped',
    setUp: async (clients) => ({
      recorder: await makeRecorder(clients, 'default', { allSupported: true, includeGlobalResourceTypes: true }),
    }),
    break: stop,
    neighbours,
  },
  {
    title: 'a recorder of some types is stopped',
    setUp: async (clients) => ({
      recorder: await makeRecorder(clients, 'storage', {
        allSupported: false,
        includeGlobalResourceTypes: false,
        resourceTypes: ['AWS::S3::Bucket', 'AWS::DynamoDB::Table'],
      }),
    }),
    break: stop,
    neighbours,
  },
  {
    title: 'a recorder is stopped twice, with an aggregator beside it',
    async setUp(clients) {
      const recorder = await makeRecorder(clients, 'audit_2026', { allSupported: true, includeGlobalResourceTypes: false });
      await clients.config.putConfigurationAggregator({
        ConfigurationAggregatorName: 'all',
        AccountAggregationSources: [{ AccountIds: [clients.site.account], AllAwsRegions: true }],
      });
      return { recorder };
    },
    async break(clients, params) {
      await stop(clients, params);
      await stop(clients, params);
    },
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-recorder' };
