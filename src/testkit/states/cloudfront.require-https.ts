import * as fc from 'fast-check';
import type { Json, JsonObject } from '#domain/json.ts';
import { list, type Model, object, unexpected } from './model.ts';

const policy = fc.constantFrom('allow-all', 'redirect-to-https', 'https-only');
const behaviour = policy.map((ViewerProtocolPolicy) => ({ TargetOriginId: 'shop', ViewerProtocolPolicy, Compress: true }));
const mostly = <T>(usual: T, other: T) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });

const config = fc
  .record({
    usual: behaviour,
    others: fc.array(behaviour, { maxLength: 2 }),
    aliases: mostly<string[]>([], ['shop.example.com']),
    own: fc.boolean(),
    root: fc.constantFrom('', 'index.html'),
  })
  .map(({ usual, others, aliases, own, root }) => ({
    CallerReference: 'shop-1',
    Comment: 'the shop',
    Enabled: true,
    DefaultRootObject: root,
    Aliases: { Quantity: aliases.length, ...(aliases.length === 0 ? {} : { Items: aliases }) },
    ViewerCertificate: own
      ? { ACMCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1', SSLSupportMethod: 'sni-only' }
      : { CloudFrontDefaultCertificate: true },
    Origins: { Quantity: 1, Items: [{ Id: 'shop', DomainName: 'shop.example.org' }] },
    DefaultCacheBehavior: usual,
    CacheBehaviors: {
      Quantity: others.length,
      ...(others.length === 0 ? {} : { Items: others.map((other, index) => ({ ...other, PathPattern: `/part-${index}/*` })) }),
    },
  }));

const withoutPolicies = (given: JsonObject): Json => {
  const { CacheBehaviors, DefaultCacheBehavior, ...rest } = given;
  const others = list(object(CacheBehaviors).Items).map((one) => ({ ...object(one), ViewerProtocolPolicy: null }));
  return { ...rest, others, usual: { ...object(DefaultCacheBehavior), ViewerProtocolPolicy: null } };
};

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ distribution: 'E2QWRUHAPOMQZL' }),
    state: fc.record({ etag: fc.constantFrom('E1', 'E2'), deployed: mostly(true, false), config, secret: mostly(false, true) }),
  }),
  apply(state, call) {
    const { IfMatch, DistributionConfig } = object(call.input);
    // Another version than the one it was read at is refused.
    if (call.operation !== 'updateDistribution' || IfMatch !== state.etag) return unexpected(call);
    return { ...state, etag: `${state.etag}+`, config: object(DistributionConfig), deployed: false };
  },
  wait: (state) => ({ ...state, deployed: true }),
  beside: (state) => ({ secret: state.secret ?? null, rest: withoutPolicies(object(state.config)) }),
};
