import * as fc from 'fast-check';
import { type Model, object, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ tableName: 'orders' }),
    state: fc.record({
      status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'UPDATING', 'CREATING', 'DELETING', 'ARCHIVED'),
      recovery: fc.oneof(fc.boolean(), fc.constant(false)),
      bytes: fc.nat(),
    }),
  }),
  apply(state, call) {
    const { TableName, PointInTimeRecoverySpecification } = object(call.input);
    if (call.operation !== 'updateContinuousBackups' || TableName !== 'orders' || state.status !== 'ACTIVE') return unexpected(call);
    return { ...state, recovery: object(PointInTimeRecoverySpecification).PointInTimeRecoveryEnabled };
  },
  wait: (state) => (state.status === 'UPDATING' || state.status === 'CREATING' ? { ...state, status: 'ACTIVE' } : state),
  beside: ({ bytes }) => ({ bytes }),
};
