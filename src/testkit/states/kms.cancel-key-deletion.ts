import * as fc from 'fast-check';
import { type Model, still, unexpected } from './model.ts';

const pending = ['PendingDeletion', 'PendingReplicaDeletion'];

export const model: Model = {
  neverRefuses: true,
  cases: fc.record({
    params: fc.record({ keyId: fc.constant('0f3c'), wasEnabled: fc.boolean() }, { requiredKeys: ['keyId'] }),
    state: fc
      .record(
        { state: fc.constantFrom('Enabled', 'Disabled', 'PendingImport', ...pending, ...pending), wasEnabled: fc.boolean() },
        { requiredKeys: ['state'] },
      )
      .map((state) => ({ ...state, ...(pending.includes(state.state) ? { deletedAt: '2026-12-20T09:00:00.000Z' } : {}) })),
  }),
  apply(state, call) {
    if (call.operation === 'cancelKeyDeletion' && pending.includes(String(state.state))) {
      const { deletedAt: _date, ...rest } = state;
      return { ...rest, state: 'Disabled' };
    }
    return call.operation === 'enableKey' && state.state === 'Disabled' ? { ...state, state: 'Enabled' } : unexpected(call);
  },
  wait: still,
  beside: ({ wasEnabled }) => wasEnabled ?? null,
};
