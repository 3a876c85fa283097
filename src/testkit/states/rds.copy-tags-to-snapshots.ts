import * as fc from 'fast-check';
import { anyStatus, changed, statusLater } from './databases.ts';
import type { Model } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instance: 'orders' }),
    state: fc.record(
      {
        status: anyStatus,
        copiesTags: fc.oneof(fc.boolean(), fc.constant(false)),
        cluster: fc.oneof({ weight: 1, arbitrary: fc.constant('shop') }, { weight: 3, arbitrary: fc.constant(undefined) }),
      },
      { requiredKeys: ['status', 'copiesTags'] },
    ),
  }),
  apply: (state, call) => changed(state, call, { CopyTagsToSnapshot: 'copiesTags' }),
  wait: statusLater,
  beside: ({ cluster }) => cluster ?? null,
};
