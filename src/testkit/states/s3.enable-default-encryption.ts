import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const key = 'arn:aws:kms:eu-west-1:123456789012:key/0f3c';
const applied = fc.oneof(
  fc.constant({ SSEAlgorithm: 'AES256' }),
  fc.record(
    { SSEAlgorithm: fc.constantFrom('aws:kms', 'aws:kms:dsse'), KMSMasterKeyID: fc.constant(key) },
    { requiredKeys: ['SSEAlgorithm'] },
  ),
);
const anyRule = fc.record(
  {
    ApplyServerSideEncryptionByDefault: applied,
    BucketKeyEnabled: fc.boolean(),
    BlockedEncryptionTypes: fc.constant({ EncryptionType: ['SSE-C'] }),
  },
  { requiredKeys: ['BucketKeyEnabled'] },
);

export const model: Model = {
  neverRefuses: true,
  cases: fc.record({
    params: fc.record({ bucket: fc.constant('orders'), minimum: fc.constantFrom('AES256', 'aws:kms') }),
    state: fc.record({ rules: fc.tuple(anyRule) }, { requiredKeys: [] }),
  }),
  apply(_, call) {
    if (call.operation === 'deleteBucketEncryption') return {};
    if (call.operation !== 'putBucketEncryption') return unexpected(call);
    return { rules: list(object(object(call.input).ServerSideEncryptionConfiguration).Rules) };
  },
  wait: still,
  beside({ rules }) {
    const rule = object(list(rules)[0] ?? {});
    const { KMSMasterKeyID } = object(rule.ApplyServerSideEncryptionByDefault ?? {});
    return { KMSMasterKeyID, blocked: rule.BlockedEncryptionTypes };
  },
};
