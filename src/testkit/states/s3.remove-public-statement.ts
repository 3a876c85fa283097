import * as fc from 'fast-check';
import type { JsonObject } from '#domain/json.ts';
import { list, type Model, object, still, unexpected } from './model.ts';

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Principal: fc.constantFrom('*', { AWS: '*' }, { AWS: 'arn:aws:iam::123456789012:root' }, { Service: 'cloudtrail.amazonaws.com' }),
    Action: fc.constantFrom('s3:GetObject', ['s3:GetObject', 's3:PutObject']),
    Resource: fc.constant('arn:aws:s3:::orders/*'),
    Condition: fc.constantFrom(
      {},
      {},
      {},
      { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
      { StringLike: { 'aws:Referer': 'https://shop.example/*' } },
    ),
  })
  .map((all): JsonObject => all);
const policy = fc
  .record({ Statement: fc.array(statement, { minLength: 1, maxLength: 4 }), space: fc.constantFrom(0, 2) })
  .map(({ Statement, space }) => JSON.stringify({ Version: '2012-10-17', Statement }, undefined, space));
const rarely = fc.constantFrom(false, false, false, false, true);

/** The statements that are surely not for everyone. */
const others = (text: JsonObject[string]): readonly JsonObject[] =>
  text === undefined
    ? []
    : list(object(JSON.parse(String(text))).Statement)
        .map(object)
        .filter(
          ({ Effect, Principal, Condition }) =>
            Effect === 'Deny' || !JSON.stringify(Principal).includes('"*"') || JSON.stringify(Condition).includes('vpce'),
        );

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ bucket: 'orders' }),
    state: fc.record({ policy, restricted: rarely, website: rarely }, { requiredKeys: ['restricted', 'website'] }),
  }),
  apply({ restricted, website }, call) {
    if (call.operation === 'deleteBucketPolicy') return { restricted, website };
    const { Policy } = object(call.input);
    if (call.operation !== 'putBucketPolicy' || list(object(JSON.parse(String(Policy))).Statement).length === 0) return unexpected(call);
    return { restricted, website, policy: Policy };
  },
  wait: still,
  beside: ({ policy: text, restricted, website }) => ({ restricted, website, others: restricted === true ? text : others(text) }),
};
