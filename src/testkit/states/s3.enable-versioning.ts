import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ bucket: 'orders' }),
    state: fc.record(
      { status: fc.constantFrom('Enabled', 'Suspended'), mfaDelete: fc.constantFrom(false, false, false, true) },
      { requiredKeys: ['mfaDelete'] },
    ),
  }),
  apply(state, call) {
    if (call.operation !== 'putBucketVersioning' || state.mfaDelete === true) return unexpected(call);
    return { ...state, status: object(object(call.input).VersioningConfiguration).Status };
  },
  wait: still,
  beside: ({ mfaDelete }) => ({ mfaDelete }),
};
