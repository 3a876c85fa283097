import * as fc from 'fast-check';
import type { JsonObject } from '#domain/json.ts';
import { list, type Model, object, still, unexpected } from './model.ts';

const v4 = fc.constantFrom(
  { destination: '0.0.0.0/0', by: 'GatewayId', target: 'igw-0abc' },
  { destination: '0.0.0.0/0', by: 'NatGatewayId', target: 'nat-0abc' },
  { destination: '0.0.0.0/0', by: 'TransitGatewayId', target: 'tgw-0abc' },
);
const v6 = fc.constantFrom(
  { destination: '::/0', by: 'GatewayId', target: 'igw-0abc' },
  { destination: '::/0', by: 'EgressOnlyInternetGatewayId', target: 'eigw-0abc' },
);
const someRoutes = fc.tuple(fc.option(v4), fc.option(v6)).map((routes) => routes.filter((each) => each !== null));
const destinationOf = (input: JsonObject) => input.DestinationCidrBlock ?? input.DestinationIpv6CidrBlock;

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ routeTableId: 'rtb-0123456789abcdef0' }),
    state: fc.record(
      {
        vpc: fc.constant('vpc-1'),
        routes: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: someRoutes }),
        recorded: someRoutes,
        unusable: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.constant(['igw-0abc']) }),
      },
      { requiredKeys: ['vpc', 'routes', 'unusable'] },
    ),
  }),
  apply(state, call) {
    const { RouteTableId: _table, DestinationCidrBlock, DestinationIpv6CidrBlock, ...target } = object(call.input);
    const destination = destinationOf({ DestinationCidrBlock, DestinationIpv6CidrBlock });
    const others = list(state.routes).filter((each) => object(each).destination !== destination);
    if (call.operation === 'deleteRoute') return { ...state, routes: others };
    if (call.operation !== 'createRoute' || others.length !== list(state.routes).length) return unexpected(call);
    const [[by, id] = []] = Object.entries(target);
    const routes = [...others.map(object), { destination, by, target: id }];
    return { ...state, routes: routes.toSorted((a, b) => (String(a.destination) < String(b.destination) ? -1 : 1)), unusable: [] };
  },
  wait: still,
  beside: ({ vpc, routes, recorded }) => {
    const known = list(recorded).map((each) => object(each).destination);
    return { vpc, recorded, others: list(routes).filter((each) => !known.includes(object(each).destination)) };
  },
};
