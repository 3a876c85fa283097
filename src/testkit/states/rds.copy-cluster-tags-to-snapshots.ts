import * as fc from 'fast-check';
import { anyStatus, changed, statusLater } from './databases.ts';
import type { Model } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ cluster: 'shop' }),
    state: fc.record({ status: anyStatus, copiesTags: fc.oneof(fc.boolean(), fc.constant(false)) }),
  }),
  apply: (state, call) => changed(state, call, { CopyTagsToSnapshot: 'copiesTags' }),
  wait: statusLater,
  beside: () => null,
};
