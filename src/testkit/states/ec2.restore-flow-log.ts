import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const anyLog = fc.constantFrom(
  { on: 'vpc-0abc', traffic: 'ALL', destinationType: 's3', destination: 'arn:aws:s3:::flow-logs', intervalSeconds: 600 },
  {
    on: 'subnet-0abc',
    traffic: 'REJECT',
    destinationType: 'cloud-watch-logs',
    logGroup: 'flow',
    role: 'arn:aws:iam::123456789012:role/flow',
  },
  { on: 'eni-0abc', traffic: 'ACCEPT', destinationType: 's3', destination: 'arn:aws:s3:::flow-logs', format: '${srcaddr} ${action}' },
);
const tags = fc.constantFrom({}, { owner: 'network' });
const known = fc.record({ log: anyLog, tags });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ flowLogId: 'fl-0123456789abcdef0' }),
    state: fc.oneof(
      { weight: 1, arbitrary: known.map(({ log, tags: own }) => ({ log, tags: own, recorded: { log, tags: own }, subject: true })) },
      {
        weight: 2,
        arbitrary: fc
          .record({
            recorded: known,
            subject: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
            successor: fc.oneof(
              { weight: 4, arbitrary: fc.constant({}) },
              { weight: 1, arbitrary: fc.constant({ successor: 'fl-0other' }) },
            ),
          })
          .map(({ recorded, subject, successor }) => ({ tags: recorded.tags, recorded, subject, ...successor })),
      },
    ),
  }),
  apply(state, call) {
    const input = object(call.input);
    if (call.operation === 'createFlowLogs') {
      const { log } = object(state.recorded);
      const { on, traffic, destination } = object(log);
      const asked = [list(input.ResourceIds)[0], input.TrafficType, input.LogDestination];
      if (state.successor !== undefined || asked.join() !== [on, traffic, destination].join()) return unexpected(call);
      return { ...state, successor: 'fl-0made' };
    }
    if (call.operation !== 'deleteFlowLogs' || list(input.FlowLogIds)[0] !== state.successor) return unexpected(call);
    const { successor: _deleted, ...rest } = state;
    return rest;
  },
  wait: still,
  beside: ({ successor: _successor, ...rest }) => rest,
};
