import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const rarely = fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ group: 'web' }),
    state: fc.record({
      checks: fc.constantFrom('EC2', 'EC2', 'ELB', 'EC2,EBS', 'EBS,ELB'),
      grace: fc.constantFrom(300, 60, 300, 0),
      targetGroups: fc.constantFrom(1, 1, 2, 0),
      classic: rarely,
      unhealthy: fc.constantFrom(0, 0, 0, 1),
      deleting: rarely,
    }),
  }),
  apply(state, call) {
    const { AutoScalingGroupName, HealthCheckType, ...more } = object(call.input);
    if (call.operation !== 'updateAutoScalingGroup' || AutoScalingGroupName !== 'web' || Object.keys(more).length > 0)
      return unexpected(call);
    return { ...state, checks: HealthCheckType };
  },
  wait: still,
  beside: (state) => ({ ...state, checks: String(state.checks).includes('EBS') }),
};
