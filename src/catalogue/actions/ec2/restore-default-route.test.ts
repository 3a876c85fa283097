import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { restoreDefaultRoute } from './restore-default-route.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = restoreDefaultRoute.with({ routeTableId: 'rtb-0abc' });
const route = (destination: string, by: string, target: string) => ({ destination, by, target });
const out = route('0.0.0.0/0', 'GatewayId', 'igw-0abc');

/** A table as AWS describes it, its record, and the gateways that are there. */
const reader = (routes: readonly object[], recorded: readonly object[], attachedTo = 'vpc-1') =>
  scriptedCloud({ recorded: () => JSON.parse(JSON.stringify({ routes: recorded })) })
    .on('ec2', 'describeRouteTables', () => ({ RouteTables: [{ VpcId: 'vpc-1', Routes: [...routes] }] }))
    .on('ec2', 'describeInternetGateways', () => ({ InternetGateways: [{ Attachments: [{ VpcId: attachedTo }] }] }))
    .on('ec2', 'describeNatGateways', () => ({ NatGateways: [{ State: 'deleted' as const }] }))
    .reader(site);

test('makes the lost route again with the target that it had', async () => {
  const state = await remedy.observe(reader([{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }], [out]));
  expect(remedy.wrong(state)).toBe('the route to 0.0.0.0/0 through igw-0abc is gone');
  expect(remedy.fix(state)).toMatchObject([
    { operation: 'createRoute', input: { RouteTableId: 'rtb-0abc', DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-0abc' } },
  ]);
});

test('a route that leads elsewhere now is somebody else’s choice', async () => {
  const elsewhere = await remedy.observe(reader([{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0abc' }], [out]));
  expect(remedy.wrong(elsewhere)).toBeUndefined();
});

test('refuses when the gateway is detached or the NAT gateway deleted', async () => {
  expect(remedy.refuses(await remedy.observe(reader([], [out], 'vpc-2')))).toMatch(/igw-0abc is gone/);
  expect(remedy.refuses(await remedy.observe(reader([], [route('0.0.0.0/0', 'NatGatewayId', 'nat-0abc')])))).toMatch(/nat-0abc/);
});

test('knows every kind of target, and leaves propagated routes to their gateway', async () => {
  const state = await remedy.observe(
    reader(
      [
        { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vpce-0firewall' },
        { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-0abc' },
        { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vgw-0abc', Origin: 'EnableVgwRoutePropagation' },
      ],
      [],
    ),
  );
  expect(state).toMatchObject({
    routes: [route('0.0.0.0/0', 'VpcEndpointId', 'vpce-0firewall'), route('::/0', 'EgressOnlyInternetGatewayId', 'eigw-0abc')],
  });
});

test('rolled back, it deletes only the route that it made', () => {
  const before = { vpc: 'vpc-1', routes: [], recorded: [out], unusable: [] };
  expect(remedy.undo(before, { ...before, routes: [out] })).toMatchObject([{ input: { DestinationCidrBlock: '0.0.0.0/0' } }]);
  expect(remedy.undo(before, { ...before, routes: [route('0.0.0.0/0', 'GatewayId', 'igw-0other')] })).toEqual([]);
});
