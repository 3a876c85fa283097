import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { listGuardedInstances, readInstance } from './instance.ts';
import { ec2Tags } from './tags.ts';

/** The part that is recorded: `ec2.restore-instance` records instances with it too. */
const Attached = z.object({ state: z.string(), profile: z.string().optional() });
const State = z.object({
  instance: Attached,
  /** How far AWS is with attaching or detaching. */
  association: z.object({ id: z.string(), state: z.string() }).optional(),
  /** ARN of the profile that the instance had when it was last recorded. */
  recorded: z.string().optional(),
  /** Roles of that profile; looked up only when the instance lacks it, absent when the profile is gone. */
  roles: z.array(z.string()).optional(),
});
type State = z.infer<typeof State>;

export const attachInstanceProfile = defineAction({
  id: 'ec2.attach-instance-profile',
  title: 'Give an instance the profile back that it lost',
  resource: 'AWS::EC2::Instance',
  heals: ['config:ec2-instance-profile-attached'],
  params: z.object({ instanceId: z.string().startsWith('i-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instanceId: id }],
  /** Many instances need no profile: without an event or a finding only guarded ones must have theirs. */
  list: listGuardedInstances,
  tags: ec2Tags,

  risk: { level: 'medium', blastRadius: 'programs on the instance, which may again do what the role of the profile may', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeInstances', 'ec2:DescribeIamInstanceProfileAssociations', 'ec2:DescribeTags', 'iam:GetInstanceProfile'],
    write: ['ec2:AssociateIamInstanceProfile'],
    undo: ['ec2:DisassociateIamInstanceProfile'],
    dependent: ['iam:PassRole'],
    on: ['arn:{partition}:ec2:{region}:{account}:instance/{instanceId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { instanceId }) {
    const [instance, { IamInstanceProfileAssociations = [] }, record] = await Promise.all([
      readInstance(cloud, instanceId),
      cloud.read('ec2', 'describeIamInstanceProfileAssociations', { Filters: [{ Name: 'instance-id', Values: [instanceId] }] }),
      recordOf(cloud, { type: 'AWS::EC2::Instance', id: instanceId }, z.object({ instance: Attached })),
    ]);
    const found = IamInstanceProfileAssociations.find(({ State: at }) => at !== 'disassociated');
    const profile = found?.State === 'disassociating' ? undefined : found?.IamInstanceProfile?.Arn;
    const recorded = record?.instance.profile;
    return State.parse({
      instance: { state: instance.State?.Name, profile },
      association: found && { id: found.AssociationId, state: found.State },
      recorded,
      roles: profile === undefined && recorded !== undefined ? await rolesOf(cloud, nameOf(recorded)) : undefined,
    });
  },
  wrong(state) {
    if (isGone(state)) return undefined;
    if (state.instance.profile !== undefined)
      return state.association?.state === 'associating' ? 'its profile is still being attached' : undefined;
    return state.recorded === undefined ? 'it has no instance profile' : `it lost its profile ${nameOf(state.recorded)}`;
  },
  refuses(state) {
    const { recorded, roles } = state;
    if (isGone(state) || state.instance.profile !== undefined) return undefined;
    if (recorded === undefined) return 'nobody recorded which profile it should have: a person chooses what its programs may do';
    if (roles === undefined) return `the profile ${nameOf(recorded)} does not exist any more`;
    if (roles.length === 0) return `the profile ${nameOf(recorded)} has no role any more`;
    return [nameOf(recorded), ...roles].some((name) => name.startsWith('selfheal')) ? "it is Selfheal's own profile" : undefined;
  },
  fix: (state, { instanceId }) =>
    lost(state) && state.recorded !== undefined
      ? [call('ec2', 'associateIamInstanceProfile', { InstanceId: instanceId, IamInstanceProfile: { Name: nameOf(state.recorded) } })]
      : [],
  after: (state): State =>
    lost(state)
      ? {
          instance: { ...state.instance, profile: state.recorded },
          association: { id: '', state: 'associated' },
          recorded: state.recorded,
        }
      : state,
  comparable: ({ instance }) => ({ profile: instance.profile }),
  undo(before, now) {
    const written = before.instance.profile === undefined && before.recorded !== undefined && now.instance.profile === before.recorded;
    return written && now.association !== undefined
      ? [call('ec2', 'disassociateIamInstanceProfile', { AssociationId: now.association.id })]
      : [];
  },
});

const isGone = ({ instance }: State): boolean => ['terminated', 'shutting-down'].includes(instance.state);

/** Nothing is attached, nor still being detached: AWS takes one association at a time. */
const lost = (state: State): boolean =>
  !isGone(state) && state.instance.profile === undefined && state.association === undefined && state.recorded !== undefined;

const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

async function rolesOf(cloud: Reader, InstanceProfileName: string): Promise<string[] | undefined> {
  const answer = await cloud.find('iam', 'getInstanceProfile', { InstanceProfileName }, ['NoSuchEntity', 'NoSuchEntityException']);
  return answer && (answer.InstanceProfile?.Roles ?? []).flatMap(({ RoleName }) => RoleName ?? []);
}
