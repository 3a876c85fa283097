import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const isolation = 'sg-0isolation0000000';
const anyGroups = fc.oneof(
  { weight: 2, arbitrary: fc.subarray(['sg-0app', 'sg-0web'], { minLength: 1 }) },
  { weight: 1, arbitrary: fc.constant([isolation]) },
);
const rarely = <T>(usual: T, other: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });
const anyVolumes = fc.constantFrom(
  [],
  [{ id: 'vol-1', gigabytes: 8 }],
  [
    { id: 'vol-1', gigabytes: 8 },
    { id: 'vol-2', gigabytes: 500 },
  ],
);

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instanceId: 'i-0123456789abcdef0' }),
    state: fc
      .record({
        state: fc.constantFrom('running', 'running', 'running', 'stopped', 'terminated'),
        own: rarely(false, true),
        groups: fc.array(anyGroups, { minLength: 1, maxLength: 2 }),
        volumes: anyVolumes,
        evidence: fc.subarray(['vol-1', 'vol-2']),
        rules: rarely(0, 2),
        without: rarely<'isolation' | undefined>(undefined, 'isolation'),
        scaled: rarely({}, { autoScalingGroup: 'web' }),
      })
      .map(({ groups, rules, without, scaled, ...rest }) => ({
        ...rest,
        ...scaled,
        interfaces: groups.map((each, index) => ({ id: `eni-${index}`, vpc: 'vpc-1', groups: each })),
        ...(without === undefined ? { isolation: { id: isolation, vpc: 'vpc-1', rules } } : {}),
      })),
  }),
  apply(state, call) {
    const input = object(call.input);
    if (call.operation === 'createSnapshots') return { ...state, evidence: list(state.volumes).map((volume) => object(volume).id ?? null) };
    if (call.operation !== 'modifyNetworkInterfaceAttribute') return unexpected(call);
    const interfaces = list(state.interfaces).map((each) =>
      object(each).id === input.NetworkInterfaceId ? { ...object(each), groups: input.Groups } : each,
    );
    return { ...state, interfaces };
  },
  wait: still,
  beside: (state) => ({ ...state, interfaces: list(state.interfaces).map((each) => object(each).id ?? null), evidence: undefined }),
};
