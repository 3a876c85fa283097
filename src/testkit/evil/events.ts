import type { JsonObject } from '#domain/json.ts';
import type { Planted } from './planted.ts';
import { careless, carelessText } from './secrets.ts';

const time = '2026-11-20T02:59:58Z';
export const account = '111122223333';
const region = 'us-east-1';

/** Who calls, and how often this call was made before, do not matter here: what they write does. */
const userIdentity = (role: string): JsonObject => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:alice',
  arn: `arn:aws:sts::${account}:assumed-role/${role}/alice`,
  accountId: account,
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLE',
      arn: `arn:aws:iam::${account}:role/${role}`,
      accountId: account,
      userName: role,
    },
    attributes: { mfaAuthenticated: 'true', creationDate: '2026-11-20T02:30:00Z' },
  },
});

/** A call as CloudTrail tells it, made by a person whose tools and names may be hostile. */
export function callEvent(service: string, name: string, requestParameters: JsonObject, plant: Planted): JsonObject {
  return {
    version: '0',
    id: `event-of-${name}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: userIdentity(plant.text('role-name')),
      eventTime: time,
      eventSource: `${service}.amazonaws.com`,
      eventName: name,
      awsRegion: region,
      sourceIPAddress: '198.51.100.7',
      userAgent: `${plant.text('user-agent')} ${carelessText}`,
      requestParameters,
      ...careless,
      requestID: `request-of-${name}`,
      eventID: '7d0f1c52-8d5e-4c57-8f57-0c4f64c7a3de',
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    },
  };
}

/** An alarm on the status check of an instance, in whose texts anything may stand. */
export function alarmEvent(plant: Planted): JsonObject {
  const metric = { namespace: 'AWS/EC2', name: 'StatusCheckFailed_Instance', dimensions: { InstanceId: 'i-0abc1234def567890' } };
  return {
    version: '0',
    id: '3b1c46f2-2f86-4c6c-8f5e-4d9d53c0a7e2',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time,
    region,
    resources: [`arn:aws:cloudwatch:${region}:${account}:alarm:web-1-status`],
    detail: {
      alarmName: 'web-1-status',
      configuration: {
        description: `${plant.text('alarm-description')} ${carelessText}`,
        metrics: [{ id: 'm1', metricStat: { metric, period: 60, stat: 'Maximum' }, returnData: true }],
      },
      previousState: { value: 'OK', timestamp: '2026-11-20T02:00:00.000+0000' },
      state: { value: 'ALARM', reason: plant.text('log-line'), timestamp: '2026-11-20T02:59:58.000+0000' },
    },
  };
}

/** A finding of Security Hub on a bucket, whose title a product or a custom integration wrote. */
export function findingEvent(bucket: string, plant: Planted): JsonObject {
  const id = `arn:aws:securityhub:${region}:${account}:security-control/S3.8/finding/2c1d6b7e-9d0a-4f0e-8f0b-3b8f4c0d1e2f`;
  return {
    version: '0',
    id: '8a1f0d5e-0f0e-4b64-9f53-6d5f2a6c1b07',
    'detail-type': 'Security Hub Findings - Imported',
    source: 'aws.securityhub',
    account,
    time,
    region,
    resources: [id],
    detail: {
      findings: [
        {
          SchemaVersion: '2018-10-08',
          Id: id,
          ProductArn: `arn:aws:securityhub:${region}::product/aws/securityhub`,
          GeneratorId: 'security-control/S3.8',
          AwsAccountId: account,
          Region: region,
          Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
          CreatedAt: time,
          UpdatedAt: time,
          Severity: { Label: 'HIGH', Normalized: 70 },
          Title: plant.text('finding-title'),
          Description: `${plant.text('log-line')} ${carelessText}`,
          Resources: [{ Type: 'AwsS3Bucket', Id: `arn:aws:s3:::${bucket}`, Partition: 'aws', Region: region }],
          Compliance: { Status: 'FAILED', SecurityControlId: 'S3.8' },
          Workflow: { Status: 'NEW' },
          RecordState: 'ACTIVE',
        },
      ],
    },
  };
}
