import * as fc from 'fast-check';
import { type Model, object, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ secret: 'shop/database' }),
    state: fc
      .record({
        ageDays: fc.constantFrom(0, 30, 90, 91, 400),
        pending: fc.boolean(),
        deleted: fc.constantFrom(false, false, false, true),
        special: fc.oneof(
          { weight: 4, arbitrary: fc.constant({ rotates: true }) },
          {
            weight: 1,
            arbitrary: fc.constantFrom({ rotates: false }, { rotates: true, owner: 'rds' }, { rotates: true, primary: 'us-east-1' }),
          },
        ),
      })
      .map(({ special, ...state }) => ({ ...state, ...special })),
  }),
  apply(state, call) {
    if (call.operation !== 'rotateSecret' || object(call.input).SecretId !== 'shop/database' || state.rotates !== true)
      return unexpected(call);
    return { ...state, ageDays: 0, pending: false };
  },
  // What is pending ends.
  wait: (state) => (state.pending === true ? { ...state, ageDays: 0, pending: false } : state),
  beside: ({ rotates, owner, primary }) => ({ rotates, owner, primary }),
};
