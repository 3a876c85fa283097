import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const anyLog = fc.constantFrom(
  { traffic: 'ALL', destinationType: 's3', destination: 'arn:aws:s3:::flow-logs', intervalSeconds: 600 },
  {
    traffic: 'REJECT',
    destinationType: 'cloud-watch-logs',
    logGroup: '/network/flow',
    role: 'arn:aws:iam::123456789012:role/flow-logs',
    format: '${version} ${srcaddr} ${action}',
    intervalSeconds: 60,
  },
);
const own = fc
  .record({
    log: anyLog,
    accepted: fc.boolean(),
    delivers: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  })
  .map(({ log, accepted, delivers }) => ({ ...log, ...(accepted ? { traffic: 'ACCEPT' } : {}), delivers }));

let fresh = 0;

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ vpcId: 'vpc-0123456789abcdef0' }),
    state: fc
      .record({
        logs: fc.array(own, { maxLength: 2 }),
        example: fc.oneof({ weight: 4, arbitrary: fc.record({ example: anyLog }) }, { weight: 1, arbitrary: fc.constant({}) }),
      })
      .map(({ logs, example }) => ({ logs: logs.map((log, index) => ({ ...log, id: `fl-${index}` })), ...example })),
  }),
  apply(state, call) {
    const input = object(call.input);
    if (call.operation === 'deleteFlowLogs')
      return { ...state, logs: list(state.logs).filter((log) => !list(input.FlowLogIds).includes(object(log).id ?? null)) };
    if (call.operation !== 'createFlowLogs' || input.ResourceType !== 'VPC') return unexpected(call);
    const named = {
      traffic: input.TrafficType,
      destinationType: input.LogDestinationType,
      destination: input.LogDestination,
      logGroup: input.LogGroupName,
      role: input.DeliverLogsPermissionArn,
      format: input.LogFormat,
      intervalSeconds: input.MaxAggregationInterval,
    };
    const made = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
    return { ...state, logs: [...list(state.logs), { ...made, id: `fl-new-${(fresh += 1)}`, delivers: true }] };
  },
  wait: still,
  beside: ({ logs }) => list(logs).filter((log) => object(log).delivers === false || object(log).traffic === 'ACCEPT'),
};
