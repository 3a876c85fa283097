import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const all = [
  'AZRebalance',
  'AddToLoadBalancer',
  'AlarmNotification',
  'HealthCheck',
  'Launch',
  'ReplaceUnhealthy',
  'ScheduledActions',
  'Terminate',
];
const harmless = ['AZRebalance', 'AlarmNotification', 'ScheduledActions', 'Terminate'];
const sorted = (names: readonly string[]) => all.filter((each) => names.includes(each)).toSorted((a, b) => a.localeCompare(b));
const rarely = fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ group: 'web' }),
    state: fc.tuple(fc.oneof(fc.subarray(all), fc.subarray(harmless)), rarely, rarely).map(([suspended, byAws, deleting]) => ({
      suspended: sorted(suspended),
      ...(byAws ? { byAws: 'Group failed to launch instances for more than 24 hours' } : {}),
      deleting,
    })),
  }),
  apply(state, call) {
    const { AutoScalingGroupName, ScalingProcesses } = object(call.input);
    const named = list(ScalingProcesses).map(String);
    const now = list(state.suspended).map(String);
    if (AutoScalingGroupName !== 'web' || named.length === 0) return unexpected(call);
    if (call.operation === 'resumeProcesses') return { ...state, suspended: now.filter((each) => !named.includes(each)) };
    if (call.operation === 'suspendProcesses') return { ...state, suspended: sorted([...now, ...named]) };
    return unexpected(call);
  },
  wait: still,
  beside: (state) => ({ ...state, suspended: list(state.suspended).filter((each) => harmless.includes(String(each))) }),
};
