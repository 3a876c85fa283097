import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const flag = fc.constantFrom(true, true, true, false);
const anyBlock = fc.record({ BlockPublicAcls: flag, IgnorePublicAcls: flag, BlockPublicPolicy: flag, RestrictPublicBuckets: flag });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ account: '123456789012' }),
    state: fc.record(
      {
        block: anyBlock,
        websites: fc.constantFrom([], [], [], [], ['www']),
        unseen: fc.constantFrom(0, 0, 0, 0, 3),
      },
      { requiredKeys: ['websites', 'unseen'] },
    ),
  }),
  apply({ websites, unseen }, call) {
    if (object(call.input).AccountId !== '123456789012') return unexpected(call);
    if (call.operation === 'deletePublicAccessBlock') return { websites, unseen };
    if (call.operation !== 'putPublicAccessBlock') return unexpected(call);
    return { websites, unseen, block: object(object(call.input).PublicAccessBlockConfiguration) };
  },
  wait: still,
  beside: ({ websites, unseen }) => ({ websites, unseen }),
};
