import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const version = fc.constantFrom('$DEFAULT', '$LATEST', '3');

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ document: 'restart-shop' }),
    state: fc.record(
      { accounts: fc.subarray(['111122223333', '444455556666', '777788889999']), publicVersion: version },
      { requiredKeys: ['accounts'] },
    ),
  }),
  apply({ accounts, publicVersion }, call) {
    const { Name, PermissionType, AccountIdsToAdd, AccountIdsToRemove, SharedDocumentVersion = '$DEFAULT' } = object(call.input);
    const added = list(AccountIdsToAdd);
    const removed = list(AccountIdsToRemove);
    const ours = call.operation === 'modifyDocumentPermission' && Name === 'restart-shop' && PermissionType === 'Share';
    if (!ours || [...added, ...removed].some((account) => account !== 'all')) return unexpected(call);
    if (added.length > 0) return { accounts, publicVersion: SharedDocumentVersion };
    return removed.length > 0 ? { accounts } : { accounts, publicVersion };
  },
  wait: still,
  beside: ({ accounts }) => ({ accounts }),
  neverRefuses: true,
};
