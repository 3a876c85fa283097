import * as fc from 'fast-check';
import type { JsonObject } from '#domain/json.ts';
import { type Model, object, unexpected } from './model.ts';

const rarely = fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });
const anySize = fc.constantFrom(
  { min: 0, max: 0, desired: 0 },
  { min: 0, max: 6, desired: 0 },
  { min: 0, max: 6, desired: 0 },
  { min: 2, max: 6, desired: 3 },
  { min: 1, max: 1, desired: 1 },
);

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ group: 'web' }),
    state: fc
      .tuple(
        anySize,
        fc.boolean(),
        rarely,
        rarely,
        rarely,
        fc.constantFrom(undefined, { min: 2, max: 6, desired: 3 }, { min: 1, max: 6, desired: 1 }),
      )
      .map(([size, serving, suspended, scheduledToZero, deleting, recorded]) => ({
        size,
        inService: serving ? size.desired : 0,
        launches: !suspended,
        scheduledToZero,
        deleting,
        ...(recorded === undefined ? {} : { recorded }),
      })),
  }),
  apply(state, call) {
    const { AutoScalingGroupName, MinSize, MaxSize, DesiredCapacity } = object(call.input);
    const { min, max } = object(state.size);
    const size: JsonObject = { min: MinSize ?? min, max: MaxSize ?? max, desired: DesiredCapacity };
    const fits = Number(size.min) <= Number(size.desired) && Number(size.desired) <= Number(size.max);
    if (call.operation !== 'updateAutoScalingGroup' || AutoScalingGroupName !== 'web' || !fits) return unexpected(call);
    return { ...state, size };
  },
  wait: (state) => ({ ...state, inService: object(state.size).desired }),
  beside: (state) => ({ ...state, size: undefined, inService: undefined }),
};
