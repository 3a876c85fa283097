import * as fc from 'fast-check';
import { anyStatus, changed, statusLater } from './databases.ts';
import type { Model } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instance: 'orders' }),
    state: fc.record({
      status: anyStatus,
      minorUpgrades: fc.oneof(fc.boolean(), fc.constant(false)),
      engine: fc.constantFrom('postgres', 'mysql', 'docdb'),
    }),
  }),
  apply: (state, call) => changed(state, call, { AutoMinorVersionUpgrade: 'minorUpgrades' }),
  wait: statusLater,
  beside: ({ engine }) => engine ?? null,
};
