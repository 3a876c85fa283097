import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const accounts = ['111122223333', '210987654321', '444455556666'];

export const model: Model = {
  neverRefuses: true,
  cases: fc.record({
    params: fc.record({ snapshot: fc.constant('shop-1'), sharedWith: fc.constantFrom('all', 'all', '210987654321') }),
    state: fc.record({ sharedWith: fc.subarray([...accounts, 'all']) }),
  }),
  apply({ sharedWith }, call) {
    const { AttributeName, ValuesToAdd, ValuesToRemove } = object(call.input);
    if (call.operation !== 'modifyDBClusterSnapshotAttribute' || AttributeName !== 'restore') return unexpected(call);
    const kept = list(sharedWith).filter((each) => !list(ValuesToRemove).includes(each));
    return { sharedWith: [...kept, ...list(ValuesToAdd)].map(String).toSorted() };
  },
  wait: still,
  beside: ({ sharedWith }, params) => list(sharedWith).filter((each) => each !== params.sharedWith),
};
