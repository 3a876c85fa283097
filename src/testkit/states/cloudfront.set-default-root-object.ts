import * as fc from 'fast-check';
import { type Model, object, unexpected } from './model.ts';

const mostly = <T>(usual: T, other: T) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });
const config = fc
  .record({ root: fc.constantFrom('', '', 'index.html', 'home.html'), policy: fc.constantFrom('https-only', 'redirect-to-https') })
  .map(({ root, policy }) => ({
    CallerReference: 'docs-1',
    Comment: 'the manual',
    Enabled: true,
    DefaultRootObject: root,
    Origins: { Quantity: 1, Items: [{ Id: 'docs', DomainName: 'docs.s3.amazonaws.com', S3OriginConfig: { OriginAccessIdentity: '' } }] },
    DefaultCacheBehavior: { TargetOriginId: 'docs', ViewerProtocolPolicy: policy },
  }));
const unclear = mostly({}, { unclear: 'the bucket docs behind its root has no index.html' });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ distribution: 'E2QWRUHAPOMQZL' }),
    state: fc
      .record({ etag: fc.constantFrom('E1', 'E2'), deployed: mostly(true, false), config, secret: mostly(false, true), why: unclear })
      .map(({ why, ...seen }) => ({ ...seen, ...(seen.config.DefaultRootObject === '' ? why : {}) })),
  }),
  apply(state, call) {
    const { IfMatch, DistributionConfig } = object(call.input);
    // Another version than the one it was read at is refused.
    if (call.operation !== 'updateDistribution' || IfMatch !== state.etag) return unexpected(call);
    return { ...state, etag: `${state.etag}+`, config: object(DistributionConfig), deployed: false };
  },
  wait: (state) => ({ ...state, deployed: true }),
  beside: (state) => ({ secret: state.secret ?? null, rest: { ...object(state.config), DefaultRootObject: null } }),
};
