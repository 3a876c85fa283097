import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

/** Digests of a few values, as the cloud would give them. */
const anyDigest = fc.constantFrom('Yb1l0vNq3zC5t7X9aE2gKw', 'h4mJ6oR8uV0yB2dF4iL6pS', 'Zc3eG5jK7nQ9rT1wX3zA5b');
const label = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.constantFrom(['release'], ['selfheal-good'], ['selfheal-good', 'release']) },
);
const someVersions = fc.array(fc.record({ digest: anyDigest, labels: label }), { minLength: 1, maxLength: 5 }).map((all) => {
  const seen = new Set<string>();
  return all.map(({ digest, labels }, index) => {
    const own = labels.filter((each) => !seen.has(each));
    for (const each of own) seen.add(each);
    return { version: index + 1, digest, labels: own };
  });
});
const anySettings = fc.record(
  {
    type: fc.constantFrom('String', 'SecureString', 'StringList'),
    tier: fc.constantFrom('Standard', 'Advanced'),
    keyId: fc.constant('alias/aws/ssm'),
    description: fc.constant('how the shop runs'),
    policies: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  },
  { requiredKeys: ['type', 'policies'] },
);
const guarded = fc.record(
  { guarded: fc.constant(true), versions: someVersions, settings: anySettings, recorded: anyDigest },
  { requiredKeys: ['guarded', 'versions', 'settings'] },
);

export const model: Model = {
  cases: fc.record({
    params: fc.record({ name: fc.constant('/shop/mode'), version: fc.integer({ min: 1, max: 5 }) }, { requiredKeys: ['name'] }),
    state: fc.oneof({ weight: 6, arbitrary: guarded }, { weight: 1, arbitrary: fc.constant({ guarded: false, versions: [] }) }),
  }),
  apply(state, call) {
    if (call.operation !== 'putParameter') return unexpected(call);
    const { Value, Type, KeyId, Tier } = object(call.input);
    const { sealed } = object(Value);
    const { version, digest } = object(sealed);
    const versions = list(state.versions).map(object);
    const now = object(state.settings);
    const known = versions.some((each) => each.version === version && each.digest === digest);
    if (!known || Type !== now.type || KeyId !== now.keyId || Tier !== now.tier) return unexpected(call);
    return { ...state, versions: [...versions, { version: versions.length + 1, digest, labels: [] }] };
  },
  wait: still,
  beside: ({ versions, ...rest }) => ({ ...rest, labelled: list(versions).filter((each) => list(object(each).labels).length > 0) }),
};
