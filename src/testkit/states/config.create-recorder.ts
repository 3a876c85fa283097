import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const role = 'arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';
const bucket = 'config-bucket-123456789012';
const mostly = fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ account: '123456789012' }),
    state: fc
      .record({
        recorder: fc.constantFrom('none', 'stopped', 'recording', 'recording'),
        name: fc.constantFrom('default', 'audit'),
        channel: mostly,
        role: mostly,
        bucket: mostly,
      })
      .map((seen) => ({
        ...(seen.recorder === 'none' ? {} : { recorder: { name: seen.name, recording: seen.channel && seen.recorder === 'recording' } }),
        ...(seen.channel ? { channel: 'default' } : {}),
        ...(seen.role ? { role } : {}),
        ...(seen.bucket ? { bucket } : {}),
      })),
  }),
  apply(state, call) {
    const input = object(call.input);
    const { recorder, channel, ...others } = state;
    const { name, roleARN } = object(input.ConfigurationRecorder ?? {});
    const named = recorder !== undefined && object(recorder).name === input.ConfigurationRecorderName;
    const recording = recorder !== undefined && object(recorder).recording === true;
    switch (call.operation) {
      case 'putConfigurationRecorder':
        // A region takes one, and a second put would change the first.
        return recorder === undefined && roleARN === role ? { ...state, recorder: { name, recording: false } } : unexpected(call);
      case 'putDeliveryChannel': {
        const made = object(input.DeliveryChannel);
        return recorder !== undefined && channel === undefined && made.s3BucketName === bucket
          ? { ...state, channel: made.name }
          : unexpected(call);
      }
      case 'startConfigurationRecorder':
        return named && channel !== undefined ? { ...state, recorder: { ...object(recorder), recording: true } } : unexpected(call);
      case 'stopConfigurationRecorder':
        return named ? { ...state, recorder: { ...object(recorder), recording: false } } : unexpected(call);
      case 'deleteDeliveryChannel':
        return recording ? unexpected(call) : { ...others, ...(recorder === undefined ? {} : { recorder }) };
      case 'deleteConfigurationRecorder':
        return named ? { ...others, ...(channel === undefined ? {} : { channel }) } : unexpected(call);
      default:
        return unexpected(call);
    }
  },
  wait: still,
  beside: ({ role: reads, bucket: into }) => ({ role: reads ?? null, bucket: into ?? null }),
};
