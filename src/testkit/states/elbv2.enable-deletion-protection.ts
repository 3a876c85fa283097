import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const loadBalancer = 'net/shop/0123456789abcdef';
const arn = `arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/${loadBalancer}`;

export const model: Model = {
  cases: fc.record({ params: fc.constant({ loadBalancer }), state: fc.record({ arn: fc.constant(arn), protected: fc.boolean() }) }),
  apply(state, call) {
    const { LoadBalancerArn, Attributes } = object(call.input);
    const [first, ...more] = list(Attributes).map(object);
    const ours = call.operation === 'modifyLoadBalancerAttributes' && LoadBalancerArn === arn && more.length === 0;
    if (!ours || first?.Key !== 'deletion_protection.enabled') return unexpected(call);
    return { ...state, protected: first.Value === 'true' };
  },
  wait: still,
  beside: (state) => ({ ...state, protected: undefined }),
  neverRefuses: true,
};
