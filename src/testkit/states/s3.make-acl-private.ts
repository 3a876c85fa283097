import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const owner = '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a';
const grantee = fc.constantFrom(
  { Type: 'CanonicalUser', ID: owner },
  { Type: 'CanonicalUser', ID: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' },
  { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' },
  { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
  { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers' },
);
const permission = fc.constantFrom('FULL_CONTROL', 'READ', 'READ_ACP', 'WRITE', 'WRITE_ACP');
const rare = fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ bucket: 'orders' }),
    state: fc.record({
      owner: fc.constant(owner),
      grants: fc.array(fc.record({ Grantee: grantee, Permission: permission }), { maxLength: 5 }),
      website: rare,
      disabled: rare,
    }),
  }),
  apply(state, call) {
    if (call.operation !== 'putBucketAcl' || state.disabled === true) return unexpected(call);
    const { Owner, Grants } = object(object(call.input).AccessControlPolicy);
    return { ...state, owner: object(Owner).ID, grants: list(Grants) };
  },
  wait: still,
  beside: ({ grants, disabled, ...rest }) => ({
    ...rest,
    grants: list(grants).filter((grant) => disabled === true || !/AllUsers|AuthenticatedUsers/.test(JSON.stringify(grant))),
  }),
};
