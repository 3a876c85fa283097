import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ api: 'a1', stage: 'live' }),
    state: fc.record({
      level: fc.constantFrom('OFF', 'INFO', 'ERROR', 'OFF'),
      silent: fc.constantFrom<string[]>([], ['health/GET'], [], []),
      mayLog: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    }),
  }),
  apply(state, call) {
    const { restApiId, stageName, patchOperations } = object(call.input);
    const [first, ...more] = list(patchOperations).map(object);
    const ours = call.operation === 'updateStage' && restApiId === 'a1' && stageName === 'live' && more.length === 0;
    if (!ours || first?.op !== 'replace' || first.path !== '/*/*/logging/loglevel') return unexpected(call);
    return { ...state, level: first.value };
  },
  wait: still,
  beside: (state) => ({ ...state, level: undefined }),
};
