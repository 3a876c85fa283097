import * as fc from 'fast-check';
import { type Model, object, unexpected } from './model.ts';

const rarely = fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ service: 'web', cluster: 'shop' }),
    state: fc
      .tuple(fc.constantFrom(0, 0, 2, 3), fc.boolean(), rarely, rarely, rarely, fc.constantFrom(undefined, 2, 5, 5))
      .map(([desired, up, draining, external, daemon, recorded]) => ({
        tasks: { desired, running: up ? desired : 0 },
        draining,
        controller: external ? 'EXTERNAL' : 'ECS',
        daemon,
        ...(recorded === undefined ? {} : { recorded }),
      })),
  }),
  apply(state, call) {
    const { service, cluster, desiredCount, ...more } = object(call.input);
    const ours = call.operation === 'updateService' && service === 'web' && cluster === 'shop' && Object.keys(more).length === 0;
    if (!ours || state.daemon === true || state.controller === 'EXTERNAL') return unexpected(call);
    return { ...state, tasks: { ...object(state.tasks), desired: desiredCount } };
  },
  wait: (state) => ({ ...state, tasks: { desired: object(state.tasks).desired, running: object(state.tasks).desired } }),
  beside: (state) => ({ ...state, tasks: undefined }),
};
