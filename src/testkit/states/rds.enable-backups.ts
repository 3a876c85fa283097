import * as fc from 'fast-check';
import { anyStatus, changed, statusLater } from './databases.ts';
import { list, type Model, object } from './model.ts';

const pending = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.constantFrom(['BackupRetentionPeriod'], ['DBInstanceClass'], ['BackupRetentionPeriod', 'MultiAZ']) },
);
const seldom = (name: string) => fc.oneof({ weight: 1, arbitrary: fc.constant(name) }, { weight: 4, arbitrary: fc.constant(undefined) });

export const model: Model = {
  cases: fc.record({
    params: fc.record({ instance: fc.constant('orders'), days: fc.constantFrom(7, 7, 14) }),
    state: fc.record({
      status: anyStatus,
      days: fc.constantFrom(0, 0, 1, 3, 7, 14, 35),
      gigabytes: fc.constantFrom(20, 100, 1000),
      cluster: seldom('shop'),
      replicaOf: seldom('shop-1'),
      recoveryPoint: seldom('arn:aws:backup:eu-west-1:123456789012:recovery-point:continuous:orders'),
      pending,
    }),
  }),
  apply(state, call) {
    const { ApplyImmediately, ...input } = object(call.input);
    const now = changed(state, { ...call, input }, { BackupRetentionPeriod: 'days' });
    // What waits is applied with it, so there must be nothing else.
    if (ApplyImmediately !== true || list(state.pending).some((name) => name !== 'BackupRetentionPeriod'))
      throw new Error('this applies more');
    return { ...now, pending: [] };
  },
  wait: statusLater,
  beside: ({ gigabytes, cluster, replicaOf, recoveryPoint }) => ({ gigabytes, cluster, replicaOf, recoveryPoint }),
};
