import type { DecodedCall } from './decoded-call.ts';

/** Names in CloudTrail that are not those of the API. Source: the CloudTrail pages of the Amazon S3 user guide. */
const renamed: Readonly<Record<string, string>> = {
  's3:PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:DeletePublicAccessBlock': 'DeleteBucketPublicAccessBlock',
  's3:PutBucketLifecycleConfiguration': 'PutBucketLifecycle',
  's3:PutBucketNotificationConfiguration': 'PutBucketNotification',
  's3:PutObjectLockConfiguration': 'PutBucketObjectLockConfiguration',
  's3:PutBucketAccelerateConfiguration': 'PutAccelerateConfiguration',
  's3control:PutPublicAccessBlock': 'PutAccountPublicAccessBlock',
  's3control:DeletePublicAccessBlock': 'DeleteAccountPublicAccessBlock',
};
/** Lambda's operations of 2015 to 2018 carry their API version; these are in their second. */
const second = /^(UpdateFunctionCode|UpdateFunctionConfiguration|AddPermission|RemovePermission|TagResource|UntagResource)$/;

/** The `eventName` under which CloudTrail records a call. */
export function eventName(call: DecodedCall): string {
  if (call.service === 'lambda') {
    const [, year, month, day] = /^\/(201[5-8])-(\d\d)-(\d\d)\//.exec(call.model?.path ?? '') ?? [];
    if (year !== undefined) return `${call.operation}${year}${month}${day}${second.test(call.operation) ? 'v2' : ''}`;
  }
  return renamed[`${call.service}:${call.operation}`] ?? call.operation;
}
