import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { HealError } from '#domain/heal-error.ts';
import { canonical } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Output, type Reader } from '#ports/cloud.ts';
import { ec2Tags } from './tags.ts';

const anywhere = ['0.0.0.0/0', '::/0'];
/** What a route can lead to, by the names that CreateRoute takes. */
const targets = [
  'NatGatewayId',
  'TransitGatewayId',
  'EgressOnlyInternetGatewayId',
  'CarrierGatewayId',
  'LocalGatewayId',
  'VpcPeeringConnectionId',
  'CoreNetworkArn',
  'NetworkInterfaceId',
  'GatewayId',
] as const;

const DefaultRoute = z.object({
  destination: z.enum(['0.0.0.0/0', '::/0']),
  by: z.enum([...targets, 'VpcEndpointId']),
  target: z.string(),
});
type DefaultRoute = z.infer<typeof DefaultRoute>;
const State = z.object({
  vpc: z.string(),
  routes: z.array(DefaultRoute),
  /** The default routes when the table was last recorded. */
  recorded: z.array(DefaultRoute).optional(),
  /** Targets of lost routes that are gone, or cannot take traffic now. */
  unusable: z.array(z.string()),
});
type State = z.infer<typeof State>;
type Route = NonNullable<NonNullable<Output<'ec2', 'describeRouteTables'>['RouteTables']>[number]['Routes']>[number];

export const restoreDefaultRoute = defineAction({
  id: 'ec2.restore-default-route',
  title: 'Bring back the default route of a route table',
  resource: 'AWS::EC2::RouteTable',
  heals: [],
  params: z.object({ routeTableId: z.string().startsWith('rtb-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ routeTableId: id }],
  list: listRouteTables,
  tags: ec2Tags,

  risk: { level: 'medium', blastRadius: 'the subnets of the route table, which reach the internet again', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeRouteTables', 'ec2:DescribeInternetGateways', 'ec2:DescribeNatGateways', 'ec2:DescribeTags'],
    write: ['ec2:CreateRoute'],
    undo: ['ec2:DeleteRoute'],
    dependent: [],
    on: ['arn:{partition}:ec2:{region}:{account}:route-table/{routeTableId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'before',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { routeTableId }) {
    const [{ RouteTables = [] }, record] = await Promise.all([
      cloud.read('ec2', 'describeRouteTables', { RouteTableIds: [routeTableId] }),
      recordOf(cloud, { type: 'AWS::EC2::RouteTable', id: routeTableId }, z.object({ routes: z.array(DefaultRoute) })),
    ]);
    const [table] = RouteTables;
    if (table === undefined) throw new HealError('no-such-resource', `${routeTableId} is not a route table in ${cloud.site.region}.`);
    const state = { vpc: table.VpcId ?? '', routes: defaultRoutes(table.Routes ?? []), recorded: record?.routes, unusable: [] };
    return { ...state, unusable: await unusable(cloud, state.vpc, lost(state)) };
  },
  wrong(state) {
    const gone = lost(state).map(({ destination, target }) => `the route to ${destination} through ${target}`);
    return gone.length === 0 ? undefined : `${gone.join(' and ')} is gone`;
  },
  refuses(state) {
    const [target] = state.unusable;
    return target === undefined || lost(state).length === 0
      ? undefined
      : `${target} is gone, not attached or not available: the route would lead nowhere`;
  },
  fix: (state, { routeTableId }) =>
    lost(state).map(({ destination, by, target }) =>
      call('ec2', 'createRoute', { RouteTableId: routeTableId, ...to(destination), [by]: target }),
    ),
  after: (state): State =>
    lost(state).length === 0 ? state : { ...state, routes: [...state.routes, ...lost(state)].toSorted(byDestination), unusable: [] },
  comparable: ({ vpc, routes }) => ({ vpc, routes }),
  undo: (before, now, { routeTableId }) =>
    lost(before)
      .filter((route) => now.routes.some((each) => canonical(each) === canonical(route)))
      .map(({ destination }) => call('ec2', 'deleteRoute', { RouteTableId: routeTableId, ...to(destination) })),
});

/** Recorded routes whose destination has no route at all now: one that leads elsewhere is somebody's choice. */
const lost = ({ routes, recorded = [] }: Pick<State, 'routes' | 'recorded'>): DefaultRoute[] =>
  recorded.filter(({ destination }) => !routes.some((route) => route.destination === destination));

const to = (destination: string) =>
  destination.includes(':') ? { DestinationIpv6CidrBlock: destination } : { DestinationCidrBlock: destination };
const byDestination = (a: DefaultRoute, b: DefaultRoute): number => (a.destination < b.destination ? -1 : 1);

/** Routes that people made; those that a virtual private gateway propagates come and go by themselves. */
function defaultRoutes(routes: readonly Route[]): DefaultRoute[] {
  return routes
    .flatMap((route) => {
      const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? '';
      const by = targets.find((name) => route[name] !== undefined);
      if (!anywhere.includes(destination) || by === undefined || route.Origin === 'EnableVgwRoutePropagation') return [];
      const target = route[by];
      return [DefaultRoute.parse({ destination, by: target?.startsWith('vpce-') === true ? 'VpcEndpointId' : by, target })];
    })
    .toSorted(byDestination);
}

/** Internet and NAT gateways that could not take the traffic; other targets AWS checks when the route is made. */
async function unusable(cloud: Reader, vpc: string, routes: readonly DefaultRoute[]): Promise<string[]> {
  const found = routes.map(async ({ target }) => {
    if (target.startsWith('igw-')) {
      const Filters = [{ Name: 'internet-gateway-id', Values: [target] }];
      const { InternetGateways = [] } = await cloud.read('ec2', 'describeInternetGateways', { Filters });
      return InternetGateways.some(({ Attachments = [] }) => Attachments.some(({ VpcId }) => VpcId === vpc)) ? [] : [target];
    }
    if (!target.startsWith('nat-')) return [];
    const Filter = [{ Name: 'nat-gateway-id', Values: [target] }];
    const { NatGateways = [] } = await cloud.read('ec2', 'describeNatGateways', { Filter });
    return NatGateways.some(({ State: state }) => state === 'available') ? [] : [target];
  });
  return [...new Set((await Promise.all(found)).flat())];
}

/** Every route table of the account at the reader's site. */
async function listRouteTables(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { RouteTables = [] } = await reader.read('ec2', 'describeRouteTables', {});
  return RouteTables.flatMap(({ RouteTableId: id, OwnerId = account }) =>
    id === undefined || OwnerId !== account
      ? []
      : [
          {
            type: 'AWS::EC2::RouteTable',
            id,
            arn: `arn:${partition}:ec2:${region}:${account}:route-table/${id}`,
            partition,
            account,
            region,
          },
        ],
  );
}
