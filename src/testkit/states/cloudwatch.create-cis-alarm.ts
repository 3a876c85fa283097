import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const mostly = <T>(usual: T, other: T) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });
const topic = 'arn:aws:sns:eu-west-1:123456789012:security';

export const model: Model = {
  cases: fc.record({
    params: fc.constantFrom('CloudWatch.1', 'CloudWatch.7', 'CloudWatch.13').map((control) => ({ account: '123456789012', control })),
    state: fc
      .record({
        here: mostly(true, false),
        topic: mostly(true, false),
        counted: fc.boolean(),
        alarm: fc.constantFrom('none', 'none', 'tells', 'mute'),
        taken: mostly('', 'alarm'),
      })
      .map((seen) => ({
        ...(seen.here ? { group: 'trail' } : {}),
        ...(seen.topic ? { topic } : {}),
        ...(seen.here && seen.counted ? { metric: { namespace: 'Security', name: 'seen' } } : {}),
        told: seen.here && seen.counted && seen.alarm === 'tells',
        ...(seen.here && seen.counted && seen.alarm === 'mute' ? { mute: 'forgotten' } : {}),
        ...(seen.here && seen.alarm === 'none' && seen.taken !== '' ? { taken: seen.taken } : {}),
      })),
  }),
  apply(state, call) {
    const input = object(call.input);
    if (call.operation === 'putMetricFilter') {
      const [counted] = list(input.metricTransformations).map(object);
      if (state.metric !== undefined || counted === undefined || input.logGroupName !== state.group) return unexpected(call);
      return { ...state, metric: { namespace: counted.metricNamespace, name: counted.metricName } };
    }
    if (call.operation === 'putMetricAlarm') {
      const { namespace, name } = object(state.metric);
      const watches = input.Namespace === namespace && input.MetricName === name && list(input.AlarmActions)[0] === state.topic;
      return watches && state.mute === undefined && state.taken === undefined ? { ...state, told: true } : unexpected(call);
    }
    if (call.operation === 'deleteAlarms') return { ...state, told: false };
    if (call.operation !== 'deleteMetricFilter') return unexpected(call);
    const { metric: _, ...without } = state;
    return without;
  },
  wait: still,
  beside: ({ group, topic: told, mute, taken }) => ({
    group: group ?? null,
    topic: told ?? null,
    mute: mute ?? null,
    taken: taken ?? null,
  }),
};
