import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { canonical } from '#domain/json.ts';
import { call, type Output } from '#ports/cloud.ts';
import { ec2Tags } from './tags.ts';
import { listVpcs } from './vpc.ts';

/** Where an endpoint stands, and who reaches it. */
const Place = z.object({
  subnets: z.array(z.string()).min(1),
  groups: z.array(z.string()).min(1),
  /** The name of the service means the endpoint, for everything in the VPC. */
  privateNames: z.boolean(),
  addresses: z.enum(['ipv4', 'dualstack', 'ipv6']).optional(),
});
type Place = z.infer<typeof Place>;
const State = z.object({
  service: z.string(),
  /** The VPC's interface endpoints of EC2 that are there, come or go. */
  endpoints: z.array(z.object({ id: z.string(), status: z.string() })),
  /** Where most of its interface endpoints of other services of AWS stand. */
  example: Place.optional(),
});
type State = z.infer<typeof State>;
type Endpoint = NonNullable<Output<'ec2', 'describeVpcEndpoints'>['VpcEndpoints']>[number];

export const createVpcEndpoint = defineAction({
  id: 'ec2.create-vpc-endpoint',
  title: 'Let a VPC reach the API of EC2 without the internet, where its other endpoints stand',
  resource: 'AWS::EC2::VPC',
  heals: ['securityhub:EC2.10'],
  params: z.object({ vpcId: z.string().startsWith('vpc-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ vpcId: id }],
  list: listVpcs,
  tags: ec2Tags,

  risk: {
    level: 'medium',
    blastRadius: 'calls to EC2 from inside the VPC, which go through the endpoint and its security groups from now on',
    outage: 'possible',
  },
  /** For each zone that it stands in; a gigabyte through it costs 0.01 USD, and calls to EC2 are far less. */
  cost: ({ endpoints, example }) =>
    endpoints.length > 0 || example === undefined
      ? []
      : [
          {
            what: `an endpoint in ${example.subnets.length} ${example.subnets.length === 1 ? 'zone' : 'zones'}`,
            unit: 'vpc:endpoint',
            quantity: example.subnets.length,
            per: 'month',
          },
        ],
  permissions: {
    read: ['ec2:DescribeTags', 'ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcs'],
    write: ['ec2:CreateVpcEndpoint'],
    undo: ['ec2:DeleteVpcEndpoints'],
    dependent: ['route53:AssociateVPCWithHostedZone'],
    on: [
      'arn:{partition}:ec2:{region}:{account}:vpc/{vpcId}',
      'arn:{partition}:ec2:{region}:{account}:vpc-endpoint/*',
      'arn:{partition}:ec2:{region}:{account}:subnet/*',
      'arn:{partition}:ec2:{region}:{account}:security-group/*',
    ],
  },
  // A second one would be made, and paid for.
  repeat: 'never',
  rounds: 1,
  settles: '10m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { vpcId }) {
    const { partition, region } = cloud.site;
    const [{ VpcEndpoints = [] }] = await Promise.all([
      cloud.read('ec2', 'describeVpcEndpoints', { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
      cloud.read('ec2', 'describeVpcs', { VpcIds: [vpcId] }), // says so when the VPC is gone; its endpoints would just be none
    ]);
    const service = `${partition === 'aws-cn' ? 'cn.' : ''}com.amazonaws.${region}.ec2`;
    const here = VpcEndpoints.filter((each) => each.VpcId === vpcId && isInterface(each) && !over.has(statusOf(each)));
    const others = here.filter(
      (each) => each.ServiceName !== service && statusOf(each) === 'available' && ofAws.test(each.ServiceName ?? ''),
    );
    return {
      service,
      endpoints: here
        .filter(({ ServiceName }) => ServiceName === service)
        .map((each) => ({ id: each.VpcEndpointId ?? '', status: statusOf(each) })),
      example: mostFrequent(others.flatMap(placeOf)),
    };
  },
  wrong({ endpoints }) {
    if (endpoints.some(({ status }) => status === 'available')) return undefined;
    const [coming] = endpoints;
    return coming === undefined ? 'calls to EC2 leave the VPC: it has no endpoint for them' : `its endpoint for EC2 is ${coming.status}`;
  },
  refuses: ({ endpoints, example }) =>
    endpoints.length > 0 || example !== undefined
      ? undefined
      : 'no interface endpoint of this VPC shows in which subnets and behind which security groups they stand: a person decides',
  fix: ({ service, endpoints, example }, { vpcId }) =>
    endpoints.length > 0 || example === undefined
      ? []
      : [
          call('ec2', 'createVpcEndpoint', {
            VpcId: vpcId,
            VpcEndpointType: 'Interface',
            ServiceName: service,
            SubnetIds: example.subnets,
            SecurityGroupIds: example.groups,
            PrivateDnsEnabled: example.privateNames,
            ...(example.addresses === undefined ? {} : { IpAddressType: example.addresses }),
          }),
        ],
  after: (state): State =>
    state.endpoints.length > 0 || state.example === undefined ? state : { ...state, endpoints: [{ id: '', status: 'available' }] },
  comparable: ({ service, endpoints, example }) => ({ service, endpoint: endpoints.length > 0, example }),
  undo(before, now) {
    const known = new Set(before.endpoints.map(({ id }) => id));
    const made = now.endpoints.filter(({ id, status }) => !known.has(id) && status !== 'deleting');
    return made.length === 0 ? [] : [call('ec2', 'deleteVpcEndpoints', { VpcEndpointIds: made.map(({ id }) => id) })];
  },
});

/** In these it serves nobody and will not again; one that is `deleting` still holds its name. */
const over = new Set(['deleted', 'rejected', 'failed', 'expired']);
/** Services of AWS; those of partners are `com.amazonaws.vpce.…`. */
const ofAws = /^(cn\.)?com\.amazonaws\.(?!vpce\.)/;
const statusOf = ({ State: status = 'Pending' }: Endpoint): string => status.toLowerCase();
const isInterface = ({ VpcEndpointType }: Endpoint): boolean => VpcEndpointType === 'Interface';

function placeOf({ SubnetIds: subnets = [], Groups = [], PrivateDnsEnabled, IpAddressType }: Endpoint): readonly Place[] {
  const groups = Groups.flatMap(({ GroupId }) => GroupId ?? []).toSorted();
  const place = { subnets: subnets.toSorted(), groups, privateNames: PrivateDnsEnabled === true, addresses: IpAddressType };
  const { data } = Place.safeParse(place);
  return data === undefined ? [] : [data];
}

/** The place that most share; of several the first by its text, so that two looks agree. */
function mostFrequent(places: readonly Place[]): Place | undefined {
  const alike = [...Map.groupBy(places, canonical)].toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1));
  return alike[0]?.[1][0];
}
