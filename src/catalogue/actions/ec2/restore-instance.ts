import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { HealError } from '#domain/heal-error.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { listGuardedInstances } from './instance.ts';
import { launch, replacesTag, scriptCopyOf } from './instance-launch.ts';
import { describeOne, InstanceRecord, ownTags, recordInstance, scriptOfTemplate } from './instance-record.ts';
import { ec2Tags } from './tags.ts';

/** Tags that an instance can have (EC2 user guide, "Tag restrictions"). */
const mostTags = 50;

const Known = z.object({ instance: InstanceRecord, tags: z.record(z.string(), z.string()) });
const State = z.object({
  state: z.string(),
  /** While it lives: what it would have to be launched with. */
  instance: InstanceRecord.optional(),
  tags: z.record(z.string(), z.string()),
  guarded: z.boolean(),
  recorded: Known.optional(),
  /** An instance that already stands in for it. */
  replacement: z.object({ id: z.string(), state: z.string() }).optional(),
  /** Is its image still there, and its start-up script in its launch template? Looked up only once it is gone. */
  image: z.boolean().optional(),
  script: z.boolean().optional(),
  /** The very same script, where its owner keeps it. */
  copy: z.object({ version: z.int(), digest: z.string() }).optional(),
});
type State = z.infer<typeof State>;

export const restoreInstance = defineAction({
  id: 'ec2.restore-instance',
  title: 'Launch an instance like a guarded one that was terminated',
  resource: 'AWS::EC2::Instance',
  heals: [],
  params: z.object({ instanceId: z.string().startsWith('i-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instanceId: id }],
  list: listGuardedInstances,
  tags: ec2Tags,

  risk: {
    level: 'medium',
    blastRadius:
      'a new instance with another id and other addresses: target groups, alarms, DNS records and Elastic IPs must be pointed to it, and its disk starts from the image',
    outage: 'none',
  },
  cost: (state) => (state.recorded !== undefined && toLaunch(state) ? priced(state.recorded.instance) : []),
  permissions: {
    read: [
      'ec2:DescribeImages',
      'ec2:DescribeInstanceAttribute',
      'ec2:DescribeInstances',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:DescribeTags',
      'ec2:DescribeVolumes',
      'ssm:GetParameter',
    ],
    write: ['ec2:RunInstances'],
    undo: ['ec2:ModifyInstanceAttribute', 'ec2:TerminateInstances'],
    dependent: ['ec2:CreateTags', 'iam:PassRole', 'kms:CreateGrant', 'kms:GenerateDataKeyWithoutPlaintext'],
    on: [
      'arn:{partition}:ec2:{region}:{account}:instance/*',
      'arn:{partition}:ec2:{region}:{account}:key-pair/*',
      'arn:{partition}:ec2:{region}:{account}:launch-template/*',
      'arn:{partition}:ec2:{region}:{account}:network-interface/*',
      'arn:{partition}:ec2:{region}:{account}:security-group/*',
      'arn:{partition}:ec2:{region}:{account}:subnet/*',
      'arn:{partition}:ec2:{region}:{account}:volume/*',
      'arn:{partition}:ec2:{region}::image/*',
      'arn:{partition}:ec2:{region}::snapshot/*',
    ],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '10m',
  keeps: 'safer',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { instanceId }) {
    const [found, recorded] = await Promise.all([
      describeOne(cloud, instanceId),
      recordOf(cloud, { type: 'AWS::EC2::Instance', id: instanceId }, Known),
    ]);
    if (found === undefined && recorded === undefined)
      throw new HealError('no-such-resource', `${instanceId} is not an instance in ${cloud.site.region}, and was never recorded.`);
    const state = found?.State?.Name ?? 'terminated';
    if (found !== undefined && !isGone({ state })) {
      const tags = ownTags(found);
      return { state, instance: await recordInstance(cloud, found), tags, guarded: isGuarded(cloud, instanceId, tags), recorded };
    }
    const tags = recorded?.tags ?? ownTags(found ?? {});
    const gone = { state, tags, guarded: isGuarded(cloud, instanceId, tags), recorded };
    return gone.guarded && recorded !== undefined ? { ...gone, ...(await means(cloud, instanceId, recorded.instance)) } : gone;
  },
  wrong(state) {
    if (!isGone(state) || !state.guarded) return undefined;
    if (state.state === 'shutting-down') return 'the instance is being terminated';
    if (state.replacement !== undefined)
      return state.replacement.state === 'pending' ? `its replacement ${state.replacement.id} is still starting` : undefined;
    return 'the instance was terminated';
  },
  refuses(state) {
    if (!toLaunch(state)) return undefined;
    return state.recorded === undefined ? 'it was never recorded: nobody knows what it was' : hindrance(state, state.recorded);
  },
  fix: (state, { instanceId }) =>
    toLaunch(state) && state.recorded !== undefined && hindrance(state, state.recorded) === undefined
      ? [launch(instanceId, { ...state.recorded, copy: state.copy })]
      : [],
  after: (state): State =>
    toLaunch(state) && state.recorded !== undefined && hindrance(state, state.recorded) === undefined
      ? { ...state, replacement: { id: '', state: 'running' } }
      : state,
  comparable: (state) => ({ gone: isGone(state), tags: state.tags, replacement: state.replacement?.state }),
  /** Ends the replacement, and whatever was written to it since: `keeps: 'safer'` leaves that to people. */
  undo(before, now) {
    if (before.replacement !== undefined || now.replacement === undefined) return [];
    const { id } = now.replacement;
    return [
      call('ec2', 'modifyInstanceAttribute', { InstanceId: id, DisableApiTermination: { Value: false } }),
      call('ec2', 'terminateInstances', { InstanceIds: [id] }),
    ];
  },
});

const isGone = ({ state }: Pick<State, 'state'>): boolean => state === 'terminated' || state === 'shutting-down';
const toLaunch = (state: State): boolean => state.state === 'terminated' && state.guarded && state.replacement === undefined;
const isGuarded = (cloud: Reader, instanceId: string, tags: Readonly<Record<string, string>>): boolean =>
  tags['selfheal:guarded'] === 'true' || cloud.guarded().includes(instanceId);

/** Why another instance would not be like it. */
function hindrance({ image, script, copy }: State, { instance, tags }: z.infer<typeof Known>): string | undefined {
  const { autoScalingGroup, lifecycle, dataVolumes, interfaces, startScript } = instance;
  if (autoScalingGroup !== undefined) return `the Auto Scaling group ${autoScalingGroup} replaces it by itself`;
  if (lifecycle !== undefined) return `it was a ${lifecycle} instance: AWS decides when it runs`;
  if (image !== true) return `its image ${instance.image} is gone`;
  if (dataVolumes.length > 0) return `it had volumes of data (${dataVolumes.join(', ')}) that a person must bring back`;
  if (interfaces > 1) return `it had ${interfaces} network interfaces: a person attaches the others`;
  if (startScript !== undefined && script !== true && copy === undefined)
    return 'its start-up script may hold secrets and was not stored, and neither its launch template nor a copy holds the same one: a person launches it';
  return Object.keys(tags).length >= mostTags ? `it had ${mostTags} tags, so that its replacement could not be marked` : undefined;
}

/** What is there to launch another one with, and whether that was done already. */
async function means(cloud: Reader, instanceId: string, { image, startScript, template }: InstanceRecord) {
  const [{ Images = [] }, { Reservations = [] }, inTemplate] = await Promise.all([
    // Public images are deprecated after a while, Amazon Linux after 90 days: they can still be launched.
    cloud.read('ec2', 'describeImages', { Filters: [{ Name: 'image-id', Values: [image] }], IncludeDeprecated: true }),
    cloud.read('ec2', 'describeInstances', {
      Filters: [
        { Name: `tag:${replacesTag}`, Values: [instanceId] },
        { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
      ],
    }),
    startScript === undefined || template === undefined ? undefined : scriptOfTemplate(cloud, template),
  ]);
  const { InstanceId: id, State: at } = Reservations[0]?.Instances?.[0] ?? {};
  const replacement = id === undefined ? undefined : { id, state: at?.Name ?? 'pending' };
  const script = startScript !== undefined && inTemplate === startScript;
  return {
    image: Images.some(({ State: at = 'available' }) => at === 'available'),
    script,
    copy: startScript === undefined || script ? undefined : await copyOf(cloud, instanceId, startScript),
    replacement,
  };
}

/** The copy of the start-up script that its owner keeps; nothing when it is another script. */
async function copyOf(cloud: Reader, instanceId: string, script: string): Promise<State['copy']> {
  const found = await cloud.find('ssm', 'getParameter', { Name: scriptCopyOf(instanceId), WithDecryption: true }, ['ParameterNotFound']);
  const { Version: version, Value } = found?.Parameter ?? {};
  return version === undefined || Value === undefined || cloud.digest(Value) !== script ? undefined : { version, digest: script };
}

const priced = ({ type, root }: InstanceRecord) => [
  { what: `an instance of type ${type}`, unit: `ec2:${type}`, quantity: 1, per: 'month' as const },
  ...(root === undefined
    ? []
    : [{ what: `its root volume of ${root.gigabytes} GB`, unit: `ebs:${root.type}-gb`, quantity: root.gigabytes, per: 'month' as const }]),
];
