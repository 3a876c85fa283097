import * as fc from 'fast-check';
import { type Model, unexpected } from './model.ts';

const check = fc.constantFrom('ok', 'impaired', 'insufficient-data', 'initializing');
const running = fc.record(
  {
    state: fc.constant('running'),
    instanceCheck: fc.oneof(check, fc.constant('impaired')),
    systemCheck: fc.oneof({ weight: 4, arbitrary: fc.constant('ok') }, { weight: 1, arbitrary: check }),
    autoScalingGroup: fc.constant('web'),
  },
  { requiredKeys: ['state', 'instanceCheck', 'systemCheck'] },
);
const notRunning = fc.record({
  state: fc.constantFrom('stopped', 'stopping', 'terminated'),
  instanceCheck: fc.constant('not-applicable'),
  systemCheck: fc.constant('not-applicable'),
});

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instanceId: 'i-0123456789abcdef0' }),
    state: fc
      .oneof({ weight: 4, arbitrary: running }, { weight: 1, arbitrary: notRunning })
      .map((state) => ({ ...state, ...(state.instanceCheck === 'impaired' ? { impairedSince: '2026-11-20T09:30:00.000Z' } : {}) })),
  }),
  apply: (state, call) =>
    call.operation === 'rebootInstances' ? { ...state, instanceCheck: 'initializing', impairedSince: undefined } : unexpected(call),
  beside: (state) => ({ ...state, instanceCheck: undefined, impairedSince: undefined }),
  wait: (state) =>
    state.instanceCheck === 'impaired' ? state : { ...state, ...(state.state === 'running' ? { instanceCheck: 'ok' } : {}) },
};
