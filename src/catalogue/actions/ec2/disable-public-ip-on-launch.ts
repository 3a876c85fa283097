import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { autoScalingGroupOf } from './instance.ts';
import { ec2Tags } from './tags.ts';

/** The tag by which Kubernetes knows a public subnet; nodes that EKS manages there need the address. */
const loadBalancerTag = 'kubernetes.io/role/elb';

const State = z.object({
  automatic: z.boolean(),
  /** Auto Scaling groups that run instances here with an address of Amazon's. */
  launchers: z.array(z.string()),
  kubernetes: z.boolean(),
});
type State = z.infer<typeof State>;

export const disablePublicIpOnLaunch = defineAction({
  id: 'ec2.disable-public-ip-on-launch',
  title: 'Stop a subnet from giving new instances a public address',
  resource: 'AWS::EC2::Subnet',
  heals: ['securityhub:EC2.15', 'config:subnet-auto-assign-public-ip-disabled'],
  params: z.object({ subnetId: z.string().startsWith('subnet-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ subnetId: id }],
  list: listSubnets,
  tags: ec2Tags,

  risk: {
    level: 'medium',
    blastRadius: 'instances launched into the subnet from now on, when they rely on a public address; those that run keep theirs',
    outage: 'possible',
  },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeSubnets', 'ec2:DescribeInstances', 'ec2:DescribeTags'],
    write: ['ec2:ModifySubnetAttribute'],
    undo: ['ec2:ModifySubnetAttribute'],
    dependent: [],
    on: ['arn:{partition}:ec2:{region}:{account}:subnet/{subnetId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { subnetId }) {
    const [{ Subnets = [] }, { Reservations = [] }] = await Promise.all([
      cloud.read('ec2', 'describeSubnets', { SubnetIds: [subnetId] }),
      cloud.read('ec2', 'describeInstances', {
        Filters: [
          { Name: 'subnet-id', Values: [subnetId] },
          { Name: 'instance-state-name', Values: ['pending', 'running'] },
        ],
      }),
    ]);
    const [subnet] = Subnets;
    if (subnet === undefined)
      throw new HealError('no-such-resource', `${subnetId} is not a subnet in ${cloud.site.region}: check its id, account and region.`);
    const addressed = Reservations.flatMap(({ Instances = [] }) => Instances).filter(({ NetworkInterfaces = [] }) =>
      NetworkInterfaces.some(({ Association }) => Association?.IpOwnerId === 'amazon'),
    );
    return {
      automatic: subnet.MapPublicIpOnLaunch === true,
      launchers: [...new Set(addressed.flatMap((instance) => autoScalingGroupOf(instance) ?? []))].toSorted(),
      kubernetes: subnet.Tags?.some(({ Key }) => Key === loadBalancerTag) === true,
    };
  },
  wrong: ({ automatic }) => (automatic ? 'every instance that is launched into the subnet gets a public address' : undefined),
  refuses({ automatic, launchers, kubernetes }) {
    if (!automatic) return undefined;
    if (launchers.length > 0)
      return `what ${launchers.join(' and ')} (Auto Scaling) launches here lives by its public address: a person decides`;
    return kubernetes ? `it is a public subnet of Kubernetes (tag ${loadBalancerTag}), whose nodes need the address` : undefined;
  },
  fix: ({ automatic }, { subnetId }) => (automatic ? [set(subnetId, false)] : []),
  after: (state): State => ({ ...state, automatic: false }),
  comparable: ({ automatic }) => ({ automatic }),
  undo: (before, now, { subnetId }) => (before.automatic && !now.automatic ? [set(subnetId, true)] : []),
});

const set = (SubnetId: string, Value: boolean) => call('ec2', 'modifySubnetAttribute', { SubnetId, MapPublicIpOnLaunch: { Value } });

/** Every subnet of the account at the reader's site; one that another account shares is the other's to change. */
async function listSubnets(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { Subnets = [] } = await reader.read('ec2', 'describeSubnets', {});
  return Subnets.flatMap(({ SubnetId: id, OwnerId = account }) =>
    id === undefined || OwnerId !== account
      ? []
      : [{ type: 'AWS::EC2::Subnet', id, arn: `arn:${partition}:ec2:${region}:${account}:subnet/${id}`, partition, account, region }],
  );
}
