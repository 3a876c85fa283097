import * as fc from 'fast-check';
import { type Model, object, unexpected } from './model.ts';

const profile = 'arn:aws:iam::123456789012:instance-profile/app/web';
const attached = fc.record({
  instance: fc.record({ state: fc.constantFrom('running', 'stopped'), profile: fc.constant(profile) }),
  association: fc.record({ id: fc.constant('iip-assoc-1'), state: fc.constantFrom('associated', 'associated', 'associating') }),
  recorded: fc.constant(profile),
});
const detached = fc.record(
  {
    instance: fc.record({ state: fc.constantFrom('running', 'running', 'running', 'stopped', 'terminated') }),
    association: fc.record({ id: fc.constant('iip-assoc-1'), state: fc.constant('disassociating') }),
    recorded: fc.constant(profile),
    roles: fc.constantFrom(['web'], ['web'], ['web'], [], ['selfheal-write']),
  },
  { requiredKeys: ['instance', 'recorded', 'roles'] },
);
const unknown = fc.record({ instance: fc.record({ state: fc.constant('running') }) });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instanceId: 'i-0123456789abcdef0' }),
    state: fc.oneof({ weight: 4, arbitrary: attached }, { weight: 8, arbitrary: detached }, { weight: 1, arbitrary: unknown }),
  }),
  apply(state, call) {
    const instance = object(state.instance);
    if (call.operation === 'associateIamInstanceProfile') {
      const { Name } = object(object(call.input).IamInstanceProfile);
      if (state.association !== undefined || Name !== 'web') return unexpected(call);
      return { ...state, instance: { ...instance, profile }, association: { id: 'iip-assoc-2', state: 'associating' } };
    }
    if (call.operation !== 'disassociateIamInstanceProfile') return unexpected(call);
    if (object(call.input).AssociationId !== object(state.association).id) return unexpected(call);
    return { ...state, instance: { state: instance.state }, association: { ...object(state.association), state: 'disassociating' } };
  },
  wait({ association, ...state }) {
    if (association === undefined) return state;
    return object(association).state === 'disassociating'
      ? state
      : { ...state, association: { ...object(association), state: 'associated' } };
  },
  beside: ({ instance, recorded }) => ({ state: object(instance).state, recorded }),
};
