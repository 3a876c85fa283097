import type { Json } from '#domain/json.ts';
import { makeBucket } from './buckets.ts';
import { type Absent, type Clients, told, type Variant } from './variant.ts';

const name = 'default';

/** What the console sets up for AWS Config: its role, its bucket, a recorder and a channel; and a rule beside them. */
async function setUp(clients: Clients, includeGlobalResourceTypes: boolean): Promise<{ readonly account: string }> {
  const { config, iam, s3, site } = clients;
  // The emulator calls a service-linked role of Config by another name than AWS does.
  const { Role } = await iam.createRole({
    RoleName: 'AWSServiceRoleForConfig',
    Path: '/aws-service-role/config.amazonaws.com/',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  });
  const s3BucketName = `config-bucket-${site.account}`;
  const elsewhere = site.region as 'eu-west-1';
  await s3.createBucket({
    Bucket: s3BucketName,
    ...(site.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: elsewhere } }),
  });
  await makeBucket(clients, 'other');
  await config.putConfigurationRecorder({
    ConfigurationRecorder: { name, roleARN: Role?.Arn, recordingGroup: { allSupported: true, includeGlobalResourceTypes } },
  });
  await config.putDeliveryChannel({ DeliveryChannel: { name, s3BucketName } });
  await config.startConfigurationRecorder({ ConfigurationRecorderName: name });
  await config.putConfigRule({
    ConfigRule: { ConfigRuleName: 'public-read', Source: { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_PUBLIC_READ_PROHIBITED' } },
  });
  return { account: site.account };
}

/** The rules, aggregators, roles and buckets: everything but the recorder and its channel. */
async function neighbours({ config, iam, s3, site }: Clients): Promise<Json> {
  const { Buckets = [] } = await s3.listBuckets({});
  return {
    rules: await told(config.describeConfigRules({})),
    aggregators: await told(config.describeConfigurationAggregators({})),
    roles: await told(iam.listRoles({})),
    buckets: Buckets.flatMap(({ Name = '' }) => (Name.includes(site.account) ? [Name] : [])),
  };
}

const stop = ({ config }: Clients) => config.stopConfigurationRecorder({ ConfigurationRecorderName: name });

export const variants: readonly Variant[] = [
  {
    title: 'the recorder and its channel are deleted',
    setUp: (clients) => setUp(clients, false),
    async break(clients) {
      await stop(clients);
      await clients.config.deleteDeliveryChannel({ DeliveryChannelName: name });
      await clients.config.deleteConfigurationRecorder({ ConfigurationRecorderName: name });
    },
    neighbours,
  },
  {
    title: 'the recorder is deleted, and the channel stays',
    setUp: (clients) => setUp(clients, true),
    async break(clients) {
      await stop(clients);
      await clients.config.deleteConfigurationRecorder({ ConfigurationRecorderName: name });
    },
    neighbours,
  },
  {
    title: 'the channel is deleted, beside an aggregator',
    async setUp(clients) {
      const params = await setUp(clients, false);
      await clients.config.putConfigurationAggregator({
        ConfigurationAggregatorName: 'all',
        AccountAggregationSources: [{ AccountIds: [clients.site.account], AllAwsRegions: true }],
      });
      return params;
    },
    async break(clients) {
      await stop(clients);
      await clients.config.deleteDeliveryChannel({ DeliveryChannelName: name });
    },
    neighbours,
  },
];

export const absent: Absent = 'always there';
