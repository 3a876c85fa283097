import * as fc from 'fast-check';
import { list, type Model, object, unexpected } from './model.ts';

const instanceId = 'i-0123456789abcdef0';
const check = fc.constantFrom('impaired', 'ok', 'initializing', 'ok', 'impaired');
const special = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom({ lifecycle: 'spot' }, { autoScalingGroup: 'web' }, { onEbs: false }, { ownDisks: true }) },
);
const anyRun = fc.constantFrom(
  {},
  { last: { status: 'Success' } },
  { last: { status: 'TimedOut', failure: 'too slow' } },
  { last: { status: 'InProgress' } },
  {},
);

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instanceId, runbook: 'AWS-RestartEC2Instance' }),
    state: fc.tuple(check, special, anyRun).map(([systemCheck, more, run]) => ({
      state: 'running',
      systemCheck,
      instanceCheck: 'ok',
      onEbs: true,
      ownDisks: false,
      ...more,
      ...run,
    })),
  }),
  apply(state, call) {
    const { DocumentName, TargetParameterName, Targets } = object(call.input);
    const [target] = list(Targets).map(object);
    const ours =
      call.operation === 'startAutomationExecution' && DocumentName === 'AWS-RestartEC2Instance' && TargetParameterName === 'InstanceId';
    if (!ours || list(target?.Values).join() !== instanceId) return unexpected(call);
    return { ...state, last: { status: 'InProgress' } };
  },
  /** The runbook ends, and the checks pass on the other host. */
  wait(state) {
    const running = object(state.last ?? {}).status === 'InProgress';
    if (!running && state.systemCheck !== 'initializing') return state;
    return { ...state, systemCheck: 'ok', instanceCheck: 'ok', ...(running ? { last: { status: 'Success' } } : {}) };
  },
  beside: ({ onEbs, ownDisks, lifecycle, autoScalingGroup }) => ({ onEbs, ownDisks, lifecycle, autoScalingGroup }),
};
