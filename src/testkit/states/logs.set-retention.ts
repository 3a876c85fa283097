import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.record({ logGroup: fc.constant('/shop/web'), days: fc.constantFrom(365, 365, 30) }),
    state: fc.record(
      {
        days: fc.constantFrom(1, 3, 7, 30, 90, 365, 731),
        bytes: fc.nat(),
        class: fc.constantFrom('STANDARD', 'STANDARD', 'STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'),
      },
      { requiredKeys: ['bytes', 'class'] },
    ),
  }),
  apply(state, call) {
    const { logGroupName, retentionInDays } = object(call.input);
    if (call.operation !== 'putRetentionPolicy' || logGroupName !== '/shop/web' || state.class === 'DELIVERY') return unexpected(call);
    return { ...state, days: retentionInDays };
  },
  wait: still,
  beside: ({ bytes, class: kind }) => ({ bytes, kind }),
};
