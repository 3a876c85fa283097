import * as fc from 'fast-check';
import { type Model, still, unexpected } from './model.ts';

export const model: Model = {
  neverRefuses: true,
  cases: fc.record({ params: fc.constant({ account: '123456789012' }), state: fc.record({ enabled: fc.boolean() }) }),
  apply(_, call) {
    if (call.operation === 'enableEbsEncryptionByDefault') return { enabled: true };
    return call.operation === 'disableEbsEncryptionByDefault' ? { enabled: false } : unexpected(call);
  },
  wait: still,
  beside: () => null,
};
