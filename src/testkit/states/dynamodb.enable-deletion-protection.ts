import * as fc from 'fast-check';
import { type Model, object, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ tableName: 'orders' }),
    state: fc.record({
      status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'UPDATING', 'CREATING', 'DELETING', 'ARCHIVED'),
      deletionProtection: fc.oneof(fc.boolean(), fc.constant(false)),
    }),
  }),
  apply(state, call) {
    const { TableName, DeletionProtectionEnabled, ...more } = object(call.input);
    if (call.operation !== 'updateTable' || TableName !== 'orders' || state.status !== 'ACTIVE' || Object.keys(more).length > 0)
      return unexpected(call);
    return { ...state, deletionProtection: DeletionProtectionEnabled };
  },
  wait: (state) => (state.status === 'UPDATING' || state.status === 'CREATING' ? { ...state, status: 'ACTIVE' } : state),
  beside: () => null,
};
