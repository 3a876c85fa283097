import * as fc from 'fast-check';
import { type Model, object, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ gateway: 'tgw-0123456789abcdef0' }),
    state: fc
      .record({
        automatic: fc.boolean(),
        status: fc.constantFrom('available', 'available', 'available', 'modifying', 'pending', 'deleting'),
        shared: fc.constantFrom({}, {}, {}, {}, { sharedBy: '210987654321' }),
      })
      .map(({ shared, ...state }) => ({ ...state, ...shared })),
  }),
  apply(state, call) {
    const { TransitGatewayId, Options, ...more } = object(call.input);
    const { AutoAcceptSharedAttachments: automatic, ...others } = object(Options);
    const ours = TransitGatewayId === 'tgw-0123456789abcdef0' && state.sharedBy === undefined;
    if (call.operation !== 'modifyTransitGateway' || !ours || Object.keys({ ...more, ...others }).length > 0) return unexpected(call);
    return { ...state, automatic: automatic === 'enable', status: 'modifying' };
  },
  wait: (state) => ({ ...state, status: state.status === 'deleting' ? 'deleted' : 'available' }),
  beside: ({ sharedBy }) => sharedBy ?? null,
};
