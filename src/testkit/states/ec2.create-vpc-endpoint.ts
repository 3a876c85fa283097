import * as fc from 'fast-check';
import { list, type Model, object, unexpected } from './model.ts';

const place = fc.record({
  subnets: fc.constantFrom(['subnet-0a'], ['subnet-0a', 'subnet-0b']),
  groups: fc.constantFrom(['sg-0endpoints'], ['sg-0endpoints', 'sg-0monitoring']),
  privateNames: fc.boolean(),
});
const endpoints = fc.constantFrom<readonly string[]>(
  [],
  [],
  [],
  ['available'],
  ['available'],
  ['pending'],
  ['deleting'],
  ['pending', 'available'],
);

let fresh = 0;

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ vpcId: 'vpc-0123456789abcdef0' }),
    state: fc
      .record({
        endpoints,
        example: fc.oneof({ weight: 4, arbitrary: fc.record({ example: place }) }, { weight: 1, arbitrary: fc.constant({}) }),
      })
      .map(({ endpoints: statuses, example }) => ({
        service: 'com.amazonaws.eu-west-1.ec2',
        endpoints: statuses.map((status, index) => ({ id: `vpce-${index}`, status })),
        ...example,
      })),
  }),
  apply(state, call) {
    const input = object(call.input);
    if (call.operation === 'deleteVpcEndpoints') {
      const gone = list(input.VpcEndpointIds);
      const marked = list(state.endpoints).map((each) =>
        gone.includes(object(each).id ?? null) ? { ...object(each), status: 'deleting' } : each,
      );
      return { ...state, endpoints: marked };
    }
    const { subnets, groups, privateNames } = object(state.example);
    const asExample =
      JSON.stringify([input.SubnetIds, input.SecurityGroupIds, input.PrivateDnsEnabled]) ===
      JSON.stringify([subnets, groups, privateNames]);
    // A second one would be refused where the name of the service means the first.
    const first = call.operation === 'createVpcEndpoint' && list(state.endpoints).length === 0 && input.ServiceName === state.service;
    if (!first || !asExample || input.VpcEndpointType !== 'Interface') return unexpected(call);
    return { ...state, endpoints: [{ id: `vpce-new-${(fresh += 1)}`, status: 'pending' }] };
  },
  wait: (state) => ({
    ...state,
    endpoints: list(state.endpoints)
      .map(object)
      .flatMap((each) => (each.status === 'deleting' ? [] : [{ ...each, status: 'available' }])),
  }),
  beside: ({ service, example }) => ({ service: service ?? null, example: example ?? null }),
};
