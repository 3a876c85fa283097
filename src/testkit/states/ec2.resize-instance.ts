import * as fc from 'fast-check';
import { list, type Model, object, unexpected } from './model.ts';

const rarely = <T>(usual: T, other: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });
const base = {
  rootDevice: fc.constant('ebs'),
  ownDisks: rarely(false, true),
  stopProtected: rarely(false, true),
  tenancy: rarely('default', 'host'),
  special: rarely({}, { autoScalingGroup: 'web' }),
  offered: rarely({ larger: 't3.small' }, {}),
};
const running = fc.record({
  ...base,
  state: fc.constant('running'),
  type: fc.constant('t3.micro'),
  load: fc.constantFrom([97, 91, 88], [80, 80, 80], [97, 12, 88], [99, 99], []),
  mark: fc.constantFrom({}, {}, {}, { from: 't3.micro' }, { from: 't3.nano' }),
});
const stopped = fc.record({
  ...base,
  state: fc.constantFrom('stopped', 'stopping'),
  type: fc.constantFrom('t3.micro', 't3.small'),
  load: fc.constantFrom([97, 91, 88], []),
  mark: fc.constant({ from: 't3.micro' }),
  offered: fc.constant({ larger: 't3.small' }),
});
const others = fc.record({
  ...base,
  state: fc.constantFrom('stopped', 'pending', 'terminated'),
  type: fc.constant('t3.micro'),
  load: fc.constant([97, 91, 88]),
  mark: fc.constant({}),
});

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instanceId: 'i-0123456789abcdef0' }),
    state: fc
      .oneof({ weight: 5, arbitrary: running }, { weight: 2, arbitrary: stopped }, { weight: 1, arbitrary: others })
      .map(({ special, offered, mark, ...rest }) => ({ ...rest, ...special, ...offered, ...mark })),
  }),
  apply(state, call) {
    const input = object(call.input);
    const { from: _from, ...unmarked } = state;
    switch (call.operation) {
      case 'createTags':
        return { ...state, from: object(list(input.Tags)[0]).Value };
      case 'deleteTags':
        return unmarked;
      case 'stopInstances':
        return state.state === 'running' ? { ...state, state: 'stopping' } : unexpected(call);
      case 'modifyInstanceAttribute':
        return state.state === 'stopped' && state.type === 't3.micro'
          ? { ...state, type: object(input.InstanceType).Value }
          : unexpected(call);
      case 'startInstances':
        return state.state === 'stopped' ? { ...state, state: 'pending', load: [] } : unexpected(call);
      default:
        return unexpected(call);
    }
  },
  wait(state) {
    const becomes = { stopping: 'stopped', pending: 'running' }[String(state.state)];
    return becomes === undefined ? state : { ...state, state: becomes };
  },
  beside: ({ rootDevice, ownDisks, stopProtected, tenancy }) => ({ rootDevice, ownDisks, stopProtected, tenancy }),
};
