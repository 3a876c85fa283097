import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const policy = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
const anyPolicy = fc.constantFrom(policy('AdministratorAccess'), policy('IAMFullAccess'), policy('ReadOnlyAccess'));

/** A user, a role or a group that may have been made administrator; `kind` is how AWS calls it in its operations. */
export const holding = (parameter: string, kind: 'User' | 'Role' | 'Group'): Model => ({
  cases: fc.record({
    params: fc.record({
      [parameter]: fc.constantFrom('deploy', 'deploy', 'deploy', 'selfheal-write'),
      policyArn: fc.constantFrom(policy('AdministratorAccess'), policy('IAMFullAccess')),
      granted: fc.constantFrom('just-now', 'just-now', 'before'),
    }),
    state: fc.record({
      path: fc.constantFrom('/', '/', '/', '/shop/', '/aws-reserved/sso.amazonaws.com/', '/aws-service-role/support.amazonaws.com/'),
      attached: fc.uniqueArray(anyPolicy).map((attached) => attached.toSorted()),
      others: fc.nat({ max: 3 }),
    }),
  }),
  apply(state, call) {
    const { PolicyArn, [`${kind}Name`]: name } = object(call.input);
    const attached = list(state.attached).map(String);
    if (name !== 'deploy' || typeof PolicyArn !== 'string') return unexpected(call);
    if (call.operation === `attach${kind}Policy`) return { ...state, attached: [...new Set([...attached, PolicyArn])].toSorted() };
    if (call.operation !== `detach${kind}Policy` || !attached.includes(PolicyArn)) return unexpected(call);
    return { ...state, attached: attached.filter((each) => each !== PolicyArn) };
  },
  wait: still,
  beside: ({ attached, ...rest }, { policyArn }) => ({ ...rest, attached: list(attached).filter((each) => each !== policyArn) }),
});
