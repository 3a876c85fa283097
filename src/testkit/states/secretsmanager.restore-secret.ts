import * as fc from 'fast-check';
import { type Model, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ secret: 'shop/database' }),
    state: fc
      .record({
        deleted: fc.boolean(),
        special: fc.oneof(
          { weight: 4, arbitrary: fc.constant({}) },
          { weight: 1, arbitrary: fc.constantFrom({ owner: 'rds' }, { primary: 'us-east-1' }) },
        ),
      })
      .map(({ special, deleted }) => ({ deleted, ...special })),
  }),
  apply: (state, call) =>
    call.operation === 'restoreSecret' && state.primary === undefined ? { ...state, deleted: false } : unexpected(call),
  wait: still,
  beside: ({ owner, primary }) => ({ owner, primary }),
};
