import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listRecorders, readRecorder, recorderTags } from './recorder.ts';

const State = z.object({
  recording: z.boolean(),
  /** There is somewhere to deliver to: without, AWS starts no recorder. */
  delivers: z.boolean(),
  /** The service that the recorder belongs to, when it is not the customer's own. */
  servicePrincipal: z.string().optional(),
});

export const startRecorder = defineAction({
  id: 'config.start-recorder',
  title: 'Start the recorder of AWS Config again',
  resource: 'AWS::Config::ConfigurationRecorder',
  heals: [],
  params: z.object({ recorder: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ recorder: id }],
  list: listRecorders,
  tags: recorderTags,

  risk: { level: 'low', blastRadius: 'AWS Config in this region, which records changes and evaluates rules again', outage: 'none' },
  /** It recorded, and was paid for by the recorded change, before it was stopped. */
  cost: () => [],
  permissions: {
    read: [
      'config:DescribeConfigurationRecorders',
      'config:DescribeConfigurationRecorderStatus',
      'config:DescribeDeliveryChannels',
      'config:ListTagsForResource',
    ],
    write: ['config:StartConfigurationRecorder'],
    undo: ['config:StopConfigurationRecorder'],
    dependent: [],
    on: ['arn:{partition}:config:{region}:{account}:configuration-recorder/{recorder}/*'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { recorder }) {
    const ConfigurationRecorderNames = [recorder];
    const [{ servicePrincipal }, { ConfigurationRecordersStatus = [] }, { DeliveryChannels = [] }] = await Promise.all([
      readRecorder(cloud, recorder),
      cloud.read('config', 'describeConfigurationRecorderStatus', { ConfigurationRecorderNames }),
      cloud.read('config', 'describeDeliveryChannels', {}),
    ]);
    const recording = ConfigurationRecordersStatus.find(({ name }) => name === recorder)?.recording === true;
    return { recording, delivers: DeliveryChannels.length > 0, servicePrincipal };
  },
  wrong: ({ recording }) => (recording ? undefined : 'the recorder is stopped'),
  refuses({ delivers, servicePrincipal }) {
    if (servicePrincipal !== undefined) return `the recorder belongs to ${servicePrincipal}, which starts and stops it`;
    return delivers ? undefined : 'there is no delivery channel: where AWS Config delivers to, a person decides';
  },
  fix: ({ recording }, { recorder }) =>
    recording ? [] : [call('config', 'startConfigurationRecorder', { ConfigurationRecorderName: recorder })],
  after: (state) => ({ ...state, recording: true }),
  comparable: (state) => state,
  undo: (before, now, { recorder }) =>
    !before.recording && now.recording ? [call('config', 'stopConfigurationRecorder', { ConfigurationRecorderName: recorder })] : [],
});
