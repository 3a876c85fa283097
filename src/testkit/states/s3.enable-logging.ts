import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const target = 'access-logs-123456789012-eu-west-1';
const log = fc.record({ bucket: fc.constantFrom(target, 'elsewhere'), prefix: fc.constantFrom('', 'orders/') });

export const model: Model = {
  cases: fc.record({
    params: fc.record({ bucket: fc.constantFrom('orders', 'orders', 'orders', target), target: fc.constant(target) }),
    state: fc.oneof(
      fc.record({ log, target: fc.constant('ready') }),
      fc.record({ target: fc.constantFrom('ready', 'ready', 'ready', 'ready', 'missing', 'closed') }),
    ),
  }),
  apply(state, call) {
    const { Bucket, BucketLoggingStatus } = object(call.input);
    if (call.operation !== 'putBucketLogging' || Bucket !== 'orders' || state.target !== 'ready') return unexpected(call);
    const { LoggingEnabled } = object(BucketLoggingStatus);
    if (LoggingEnabled === undefined) return { target: 'ready' };
    const { TargetBucket, TargetPrefix } = object(LoggingEnabled);
    return { target: 'ready', log: { bucket: TargetBucket, prefix: TargetPrefix } };
  },
  wait: still,
  beside: (state) => state.target ?? null,
};
