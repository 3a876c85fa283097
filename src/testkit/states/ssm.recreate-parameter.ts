import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const anyDigest = fc.constantFrom('Yb1l0vNq3zC5t7X9aE2gKw', 'h4mJ6oR8uV0yB2dF4iL6pS');
const anyKnown = fc
  .tuple(
    anyDigest,
    fc.constantFrom('String', 'SecureString', 'StringList'),
    fc.boolean(),
    fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  )
  .map(([digest, type, described, policies]) => ({
    digest,
    settings: { type, tier: 'Standard', ...(described ? { description: 'how the shop runs' } : {}), policies },
    tags: { 'selfheal:guarded': 'true', owner: 'shop' },
  }));
const lost = fc.tuple(anyKnown, fc.constantFrom('same', 'none', 'same', 'other', 'same')).map(([recorded, copy]) => ({
  gone: true,
  recorded,
  ...(copy === 'none' ? {} : { copy: { version: 3, digest: copy === 'same' ? recorded.digest : 'Zc3eG5jK7nQ9rT1wX3zA5b' } }),
}));

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ name: '/shop/mode' }),
    state: fc.oneof(
      { weight: 6, arbitrary: lost },
      { weight: 2, arbitrary: anyKnown.map((known) => ({ gone: false, known })) },
      { weight: 1, arbitrary: fc.constant({ gone: true }) },
    ),
  }),
  apply(state, call) {
    const { Name, Value, Overwrite, Type, Tier, Description, Tags } = object(call.input);
    if (Name !== '/shop/mode') return unexpected(call);
    if (call.operation === 'deleteParameter') return { gone: true };
    if (call.operation !== 'putParameter' || Overwrite !== undefined || state.gone !== true) return unexpected(call);
    const { parameter, version, digest } = object(object(Value).sealed);
    const copy = object(state.copy);
    if (parameter !== '/selfheal/copies/shop/mode' || version !== copy.version || digest !== copy.digest) return unexpected(call);
    const tags = Object.fromEntries(
      list(Tags)
        .map(object)
        .map((tag) => [String(tag.Key), tag.Value]),
    );
    const settings = { type: Type, tier: Tier, ...(Description === undefined ? {} : { description: Description }), policies: 0 };
    return { gone: false, known: { digest, settings, tags } };
  },
  wait: still,
  beside: () => null,
};
