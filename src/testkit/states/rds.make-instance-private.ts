import * as fc from 'fast-check';
import { anyStatus, changed, statusLater } from './databases.ts';
import type { Model } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instance: 'orders' }),
    state: fc.record({ status: anyStatus, publiclyAccessible: fc.oneof(fc.boolean(), fc.constant(true)) }),
  }),
  apply: (state, call) => changed(state, call, { PubliclyAccessible: 'publiclyAccessible' }),
  wait: statusLater,
  beside: () => null,
};
