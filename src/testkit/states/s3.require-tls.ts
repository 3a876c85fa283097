import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const arn = 'arn:aws:s3:::orders';
const tls = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [arn, `${arn}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const partner = { Effect: 'Allow', Principal: { AWS: '210987654321' }, Action: 's3:GetObject', Resource: `${arn}/*` };
const statement = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('one', 'two', 'three').map((Sid) => ({ Sid, ...partner })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { Sid: 'AllowSSLRequestsOnly', ...tls },
      { Sid: 'SelfhealRequireTls', ...tls },
      { Sid: 'SelfhealRequireTls', ...tls, Resource: arn },
      { Sid: 'half', ...tls, Resource: `${arn}/*` },
    ),
  },
);
const policy = fc
  .record({
    Statement: fc.uniqueArray(statement, { selector: ({ Sid }) => Sid, minLength: 1, maxLength: 4 }),
    space: fc.constantFrom(0, 2),
  })
  .map(({ Statement, space }) => JSON.stringify({ Version: '2012-10-17', Statement }, undefined, space));

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ bucket: 'orders' }),
    state: fc.record(
      { arn: fc.constant(arn), policy, website: fc.constantFrom(false, false, false, true) },
      { requiredKeys: ['arn', 'website'] },
    ),
  }),
  apply({ website }, call) {
    if (call.operation === 'deleteBucketPolicy') return { arn, website };
    const { Policy } = object(call.input);
    const sids = list(object(JSON.parse(String(Policy))).Statement).map((one) => String(object(one).Sid));
    if (call.operation !== 'putBucketPolicy' || new Set(sids).size !== sids.length) return unexpected(call);
    return { arn, website, policy: Policy };
  },
  wait: still,
  beside: ({ policy: text, website }) => ({
    website,
    others: list(object(JSON.parse(String(text ?? '{}'))).Statement ?? []).filter((one) => object(one).Sid !== 'SelfhealRequireTls'),
  }),
};
