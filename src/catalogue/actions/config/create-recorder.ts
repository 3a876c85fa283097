import { z } from 'zod';
import { listAccount } from '#catalogue/actions/ec2/account.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';

/** The role that AWS made for Config, as which a recorder reads (developer guide, "Using Service-Linked Roles for AWS Config"). */
const serviceRole = 'AWSServiceRoleForConfig';
/** What the console calls the bucket that it makes for Config. */
const usualBucket = (account: string): string => `config-bucket-${account}`;
/** A region has at most one recorder of the customer's and one channel; this is what the console calls both. */
const usualName = 'default';

const State = z.object({
  /** The customer's own; AWS services have others. */
  recorder: z.object({ name: z.string(), recording: z.boolean() }).optional(),
  /** The delivery channel. */
  channel: z.string().optional(),
  /** ARN of the service's role, where the account has it. */
  role: z.string().optional(),
  /** The usual bucket, where this account owns it. */
  bucket: z.string().optional(),
});
type State = z.infer<typeof State>;

export const createRecorder = defineAction({
  id: 'config.create-recorder',
  title: 'Let AWS Config record a region again, or for the first time',
  resource: 'AWS::::Account',
  heals: ['securityhub:Config.1'],
  params: z.object({ account: z.string().regex(/^\d{12}$/) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ account: id }],
  list: listAccount,
  tags: async () => ({}),

  risk: { level: 'low', blastRadius: 'AWS Config in this region, which records changes from now on into its usual bucket', outage: 'none' },
  /** Paid by the recorded change, and how many there will be nobody knows beforehand: a person is asked, but for a recorder that was there. */
  cost: ({ recorder }) => (recorder === undefined ? [{ what: 'what AWS Config records', unit: 'config:item', per: 'month' }] : []),
  permissions: {
    read: [
      'config:DescribeConfigurationRecorders',
      'config:DescribeConfigurationRecorderStatus',
      'config:DescribeDeliveryChannels',
      'iam:GetRole',
      's3:ListAllMyBuckets',
    ],
    write: ['config:PutConfigurationRecorder', 'config:PutDeliveryChannel', 'config:StartConfigurationRecorder'],
    undo: ['config:StopConfigurationRecorder', 'config:DeleteDeliveryChannel', 'config:DeleteConfigurationRecorder'],
    dependent: ['iam:PassRole'],
    // AWS knows no ARN of a delivery channel.
    on: ['*'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { account }) {
    const [{ ConfigurationRecorders = [] }, { ConfigurationRecordersStatus = [] }, { DeliveryChannels = [] }, role, { Buckets = [] }] =
      await Promise.all([
        cloud.read('config', 'describeConfigurationRecorders', {}),
        cloud.read('config', 'describeConfigurationRecorderStatus', {}),
        cloud.read('config', 'describeDeliveryChannels', {}),
        cloud.find('iam', 'getRole', { RoleName: serviceRole }, ['NoSuchEntity', 'NoSuchEntityException']),
        cloud.read('s3', 'listBuckets', {}),
      ]);
    const name = ConfigurationRecorders.find(({ servicePrincipal }) => servicePrincipal === undefined)?.name;
    const recording = ConfigurationRecordersStatus.find((each) => each.name === name)?.recording === true;
    return {
      recorder: name === undefined ? undefined : { name, recording },
      channel: DeliveryChannels[0]?.name,
      role: role?.Role?.Arn,
      bucket: Buckets.find(({ Name }) => Name === usualBucket(account))?.Name,
    };
  },
  wrong({ recorder, channel }) {
    if (recorder === undefined) return 'AWS Config has no recorder in this region: nobody knows what was changed';
    if (channel === undefined) return 'AWS Config has nowhere to deliver to in this region: it cannot record';
    return recorder.recording ? undefined : 'the recorder is stopped';
  },
  refuses(state, { account }) {
    if (lacksRole(state)) return `there is no role ${serviceRole}: as whom AWS Config reads, a person decides`;
    return lacksBucket(state)
      ? `the account has no bucket ${usualBucket(account)}: where AWS Config delivers to, a person decides`
      : undefined;
  },
  fix(state) {
    if (lacksRole(state) || lacksBucket(state)) return [];
    const { recorder, channel, role, bucket } = state;
    const name = recorder?.name ?? usualName;
    const make =
      recorder === undefined && role !== undefined
        ? [call('config', 'putConfigurationRecorder', { ConfigurationRecorder: { name, roleARN: role, recordingGroup: everything } })]
        : [];
    const deliver =
      channel === undefined && bucket !== undefined
        ? [call('config', 'putDeliveryChannel', { DeliveryChannel: { name: usualName, s3BucketName: bucket } })]
        : [];
    const start = recorder?.recording === true ? [] : [call('config', 'startConfigurationRecorder', { ConfigurationRecorderName: name })];
    return [...make, ...deliver, ...start];
  },
  after: (state): State =>
    lacksRole(state) || lacksBucket(state)
      ? state
      : { ...state, recorder: { name: state.recorder?.name ?? usualName, recording: true }, channel: state.channel ?? usualName },
  comparable: (state) => state,
  /** Stops it first: a channel that is recorded into cannot be deleted. */
  undo(before, { recorder, channel }) {
    if (recorder === undefined) return [];
    const ConfigurationRecorderName = recorder.name;
    const made = before.recorder === undefined;
    const delivered = before.channel === undefined && channel !== undefined;
    const started = before.recorder?.recording !== true && recorder.recording;
    return [
      ...(started ? [call('config', 'stopConfigurationRecorder', { ConfigurationRecorderName })] : []),
      ...(delivered ? [call('config', 'deleteDeliveryChannel', { DeliveryChannelName: channel })] : []),
      ...(made ? [call('config', 'deleteConfigurationRecorder', { ConfigurationRecorderName })] : []),
    ];
  },
});

const lacksRole = ({ recorder, role }: State): boolean => recorder === undefined && role === undefined;
const lacksBucket = ({ channel, bucket }: State): boolean => channel === undefined && bucket === undefined;

/** Resources without regions are recorded in one region only, which a person chooses: recorded in each they are paid for in each. */
const everything = { allSupported: true, includeGlobalResourceTypes: false };
