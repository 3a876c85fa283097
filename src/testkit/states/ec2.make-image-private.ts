import * as fc from 'fast-check';
import type { Json } from '#domain/json.ts';
import { list, type Model, object, still, unexpected } from './model.ts';

const organization = 'arn:aws:organizations::111122223333:organization/o-abc';
const grantees = ['111122223333', '444455556666', 'all', organization];
const grantee = (permission: Json): Json => {
  const { Group, UserId, OrganizationArn } = object(permission);
  return Group ?? UserId ?? OrganizationArn ?? null;
};

export const model: Model = {
  cases: fc.record({
    params: fc.record({ imageId: fc.constant('ami-0123456789abcdef0'), sharedWith: fc.constantFrom('all', '111122223333', organization) }),
    state: fc.record(
      {
        sharedWith: fc.subarray(grantees),
        marketplace: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
        builder: fc.constant('arn:aws:imagebuilder:eu-west-1:123456789012:image/web/1.0.0/1'),
      },
      { requiredKeys: ['sharedWith', 'marketplace'] },
    ),
  }),
  apply(state, call) {
    if (call.operation !== 'modifyImageAttribute') return unexpected(call);
    const { Add, Remove } = object(object(call.input).LaunchPermission);
    const gone = list(Remove).map(grantee);
    const sharedWith = [...list(state.sharedWith).filter((each) => !gone.includes(each)), ...list(Add).map(grantee)].map(String).toSorted();
    return { ...state, sharedWith };
  },
  wait: still,
  beside: (state, { sharedWith }) => ({ ...state, sharedWith: list(state.sharedWith).filter((each) => each !== sharedWith) }),
};
