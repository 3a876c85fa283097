import type { JsonObject } from '#domain/json.ts';

const account = '111122223333';
const region = 'eu-west-1';
const time = '2026-11-20T02:59:58Z';

/** Who makes a call. */
interface Caller {
  readonly identity: JsonObject;
  readonly ip: string;
  readonly agent: string;
}

const session = (role: string, name: string, mfa: boolean): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE:${name}`,
  arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
  accountId: account,
  accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLE',
      arn: `arn:aws:iam::${account}:role/${role}`,
      accountId: account,
      userName: role,
    },
    attributes: { mfaAuthenticated: String(mfa), creationDate: '2026-11-20T02:30:00Z' },
  },
});

const backupUser: JsonObject = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLE',
  arn: `arn:aws:iam::${account}:user/backup`,
  accountId: account,
  accessKeyId: 'AKIAEXAMPLEEXAMPLE01',
  userName: 'backup',
};

/** The people and programs of these cases. */
export const callers = {
  /** An engineer, signed in with MFA. */
  alice: { identity: session('Developer', 'alice', true), ip: '198.51.100.7', agent: 'aws-cli/2.31.0' },
  /** The pipeline that deploys. */
  deploy: { identity: session('deploy', 'ci', false), ip: '198.51.100.40', agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.3' },
  /** A long-lived key, used from somewhere it was never used from. */
  stolenKey: { identity: backupUser, ip: '203.0.113.66', agent: 'Boto3/1.26.0 Python/3.11' },
  /** The same key in its owner's hands. */
  backupKey: { identity: backupUser, ip: '198.51.100.77', agent: 'Boto3/1.40.0 Python/3.13' },
  root: {
    identity: { type: 'Root', principalId: account, arn: `arn:aws:iam::${account}:root`, accountId: account },
    ip: '203.0.113.66',
    agent: 'console.amazonaws.com',
  },
} as const satisfies Readonly<Record<string, Caller>>;

const envelope = (source: string, type: string, resources: readonly string[], detail: JsonObject): JsonObject => ({
  version: '0',
  id: '5f0d5b6e-0a57-4c5c-9d5d-1d2c3b4a5f60',
  'detail-type': type,
  source: `aws.${source}`,
  account,
  region,
  time,
  resources,
  detail,
});

/** A call as CloudTrail tells it. */
export function called(
  service: string,
  name: string,
  parameters: JsonObject | null,
  {
    by = 'alice',
    error,
    answer = null,
  }: { readonly by?: keyof typeof callers; readonly error?: string; readonly answer?: JsonObject | null } = {},
): JsonObject {
  const { identity, ip, agent } = callers[by];
  return envelope(service, service === 'signin' ? 'AWS Console Sign In via CloudTrail' : 'AWS API Call via CloudTrail', [], {
    eventVersion: '1.11',
    userIdentity: identity,
    eventTime: time,
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: service === 'iam' ? 'us-east-1' : region,
    sourceIPAddress: ip,
    userAgent: agent,
    ...(error === undefined ? {} : { errorCode: error, errorMessage: 'not allowed' }),
    requestParameters: parameters,
    responseElements: answer,
    requestID: 'EXAMPLE5T6JX0Q2R',
    eventID: '7d0f1c52-8d5e-4c57-8f57-0c4f64c7a3de',
    readOnly: /^(Get|List|Describe)/.test(name),
    eventType: service === 'signin' ? 'AwsConsoleSignIn' : 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  });
}

interface Measured {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly period?: number;
}

/** An alarm that went off, or went out. */
export const alarmed = (
  name: string,
  { namespace, name: metric, dimensions, period = 300 }: Measured,
  value: 'ALARM' | 'OK' = 'ALARM',
): JsonObject =>
  envelope('cloudwatch', 'CloudWatch Alarm State Change', [`arn:aws:cloudwatch:${region}:${account}:alarm:${name}`], {
    alarmName: name,
    configuration: {
      metrics: [{ id: 'm1', metricStat: { metric: { namespace, name: metric, dimensions }, period, stat: 'Average' }, returnData: true }],
    },
    previousState: { value: value === 'ALARM' ? 'OK' : 'ALARM', timestamp: '2026-11-20T02:00:00.000+0000' },
    state: { value, reason: 'Threshold Crossed: 3 datapoints', timestamp: '2026-11-20T02:59:58.000+0000' },
  });

/** An instance that changed its state. */
export const instanceIs = (state: string): JsonObject =>
  envelope('ec2', 'EC2 Instance State-change Notification', [], { 'instance-id': 'i-0abc1234def567890', state });

/** A finding of GuardDuty. */
export const threat = (type: string, resource: JsonObject): JsonObject =>
  envelope('guardduty', 'GuardDuty Finding', [], {
    schemaVersion: '2.0',
    accountId: account,
    region,
    partition: 'aws',
    id: '1ab2c3d4e5f60718293a4b5c6d7e8f90',
    type,
    severity: 8,
    title: 'Credentials are used by somebody else.',
    updatedAt: time,
    resource,
    service: { serviceName: 'guardduty', archived: false, count: 2, eventLastSeen: '2026-11-20T02:57:30.000Z' },
  });

/** A finding of IAM Access Analyzer. */
export const reachable = (resourceType: string, resource: string, isPublic: boolean, status = 'ACTIVE'): JsonObject =>
  envelope('access-analyzer', 'Access Analyzer Finding', [], {
    id: '0a1b2c3d-4e5f-4061-8293-a4b5c6d7e8f9',
    status,
    resourceType,
    resource,
    accountId: account,
    region,
    principal: { AWS: isPublic ? '*' : '999988887777' },
    isPublic,
    isDeleted: false,
  });

/** Any other event of a service. */
export const told = (service: string, type: string, detail: JsonObject, resources: readonly string[] = []): JsonObject =>
  envelope(service, type, resources, detail);

/** The same call in each of the nights before, a little earlier every time: what somebody always does. */
export const lastNights = (nights: number, event: JsonObject): readonly JsonObject[] =>
  Array.from({ length: nights }, (_, night) => {
    const eventTime = new Date(Date.parse(time) - (nights - night) * 24 * 3_600_000).toISOString();
    const { detail } = event;
    const record = typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : {};
    const eventID = `7d0f1c52-8d5e-4c57-8f57-${String(night).padStart(12, '0')}`;
    return { ...event, id: eventID, time: eventTime, detail: { ...record, eventTime, eventID } };
  });
