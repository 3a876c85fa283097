import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const flag = fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.boolean() });
const anyBlock = fc.record({ BlockPublicAcls: flag, IgnorePublicAcls: flag, BlockPublicPolicy: flag, RestrictPublicBuckets: flag });
const mayBeWebsite = fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ bucket: 'orders' }),
    state: fc.record({ block: anyBlock, website: mayBeWebsite }, { requiredKeys: ['website'] }),
  }),
  apply({ website }, call) {
    if (call.operation === 'deletePublicAccessBlock') return { website };
    if (call.operation !== 'putPublicAccessBlock') return unexpected(call);
    return { website, block: object(object(call.input).PublicAccessBlockConfiguration) };
  },
  wait: still,
  beside: ({ website }) => ({ website }),
};
