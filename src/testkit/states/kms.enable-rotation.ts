import * as fc from 'fast-check';
import { type Model, still, unexpected } from './model.ts';

const symmetric = fc.record({
  state: fc.constantFrom('Enabled', 'Enabled', 'Enabled', 'Disabled'),
  rotatable: fc.constant(true),
  rotates: fc.boolean(),
});
const other = fc.record({
  state: fc.constantFrom('Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'),
  rotatable: fc.constant(false),
  rotates: fc.constant(false),
});

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ keyId: '0f3c' }),
    state: fc.oneof({ weight: 4, arbitrary: symmetric }, { weight: 1, arbitrary: other }),
  }),
  apply(state, call) {
    if (state.rotatable !== true || state.state !== 'Enabled') return unexpected(call);
    if (call.operation === 'enableKeyRotation') return { ...state, rotates: true };
    return call.operation === 'disableKeyRotation' ? { ...state, rotates: false } : unexpected(call);
  },
  wait: still,
  beside: ({ state, rotatable }) => ({ state, rotatable }),
};
