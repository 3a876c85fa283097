import * as fc from 'fast-check';
import { type Model, object, unexpected } from './model.ts';

const rarely = <T>(usual: T, other: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });
const tags = { environment: 'staging', 'selfheal:guarded': 'true' };
const instance = fc
  .record({
    type: fc.constantFrom('t3.micro', 'm5.large'),
    terminationProtection: fc.boolean(),
    script: rarely({}, { startScript: 'Yb1l0vNq3zC5t7X9aE2gKw', template: { id: 'lt-0abc', version: '1' } }),
    special: rarely({}, { autoScalingGroup: 'web' }),
    dataVolumes: rarely<readonly string[]>([], ['vol-0data']).map((ids) => [...ids]),
    profile: fc.constantFrom({}, { profile: 'arn:aws:iam::123456789012:instance-profile/web' }),
  })
  .map(({ script, special, profile, ...rest }) => ({
    state: 'running',
    image: 'ami-0abc',
    subnet: 'subnet-0abc',
    groups: ['sg-0web'],
    tenancy: 'default',
    ebsOptimized: false,
    detailedMonitoring: false,
    metadata: { tokens: 'required', hopLimit: 1, endpoint: 'enabled' },
    root: { device: '/dev/xvda', gigabytes: 8, type: 'gp3', encrypted: false, iops: 3000 },
    interfaces: 1,
    ...script,
    ...special,
    ...profile,
    ...rest,
  }));
const living = fc
  .record({ state: fc.constantFrom('running', 'stopped'), instance, guarded: fc.boolean() })
  .map((state) => ({ ...state, tags }));
const gone = fc
  .record({
    state: rarely('terminated', 'shutting-down'),
    guarded: rarely(true, false),
    recorded: fc.option(instance, { freq: 8 }),
    image: rarely(true, false),
    script: fc.boolean(),
    kept: fc.constantFrom({}, { copy: { version: 2, digest: 'Yb1l0vNq3zC5t7X9aE2gKw' } }),
    replacement: rarely<object>({}, { replacement: { id: 'i-0new', state: 'running' } }),
  })
  .map(({ recorded, replacement, state, kept, ...rest }) => ({
    state,
    ...rest,
    ...(rest.script ? {} : kept),
    tags,
    ...(recorded === null ? {} : { recorded: { instance: recorded, tags } }),
    ...(state === 'terminated' ? replacement : {}),
  }));

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instanceId: 'i-0123456789abcdef0' }),
    state: fc.oneof({ weight: 1, arbitrary: living }, { weight: 3, arbitrary: gone }),
  }),
  apply(state, call) {
    const input = object(call.input);
    if (call.operation === 'runInstances') {
      if (state.replacement !== undefined || input.ImageId !== 'ami-0abc') return unexpected(call);
      return { ...state, replacement: { id: 'i-0made', state: 'pending' }, shielded: input.DisableApiTermination };
    }
    if (call.operation === 'modifyInstanceAttribute' && input.InstanceId === 'i-0made') return { ...state, shielded: false };
    if (call.operation !== 'terminateInstances' || state.shielded === true) return unexpected(call);
    const { replacement: _ended, shielded: _lifted, ...rest } = state;
    return rest;
  },
  wait(state) {
    if (state.replacement !== undefined) return { ...state, replacement: { ...object(state.replacement), state: 'running' } };
    return state.state === 'shutting-down' ? { ...state, state: 'terminated' } : state;
  },
  beside: ({ replacement: _replacement, shielded: _shielded, state: _state, ...rest }) => rest,
};
