import * as fc from 'fast-check';
import { type Model, object, unexpected } from './model.ts';

const rarely = fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });
const mostly = rarely.map((each) => !each);
const anyAlarm = fc.record({ ringing: mostly, ofGroup: mostly, scales: rarely });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ group: 'web', alarm: 'web-cpu' }),
    state: fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 }), rarely, mostly, rarely, anyAlarm)
      .map(([desired, room, coming, launches, deleting, alarm]) => ({
        size: { desired, max: desired + room },
        inService: coming ? Math.max(desired - 1, 0) : desired,
        launches,
        deleting,
        instanceType: 't3.large',
        alarm,
      })),
  }),
  apply(state, call) {
    const { AutoScalingGroupName, DesiredCapacity } = object(call.input);
    const { max } = object(state.size);
    if (call.operation !== 'setDesiredCapacity' || AutoScalingGroupName !== 'web' || Number(DesiredCapacity) > Number(max))
      return unexpected(call);
    return { ...state, size: { max, desired: DesiredCapacity } };
  },
  /** What was asked for comes, and the load spreads over it. */
  wait(state) {
    const { desired } = object(state.size);
    const short = Number(state.inService) < Number(desired);
    return { ...state, inService: desired, alarm: short ? { ...object(state.alarm), ringing: false } : state.alarm };
  },
  beside: ({ launches, deleting, size }) => ({ launches, deleting, max: object(size).max }),
};
