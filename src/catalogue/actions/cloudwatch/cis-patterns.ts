/** The controls of Security Hub that ask for such an alarm. */
export const cisControls = [
  'CloudWatch.1',
  'CloudWatch.2',
  'CloudWatch.3',
  'CloudWatch.4',
  'CloudWatch.5',
  'CloudWatch.6',
  'CloudWatch.7',
  'CloudWatch.8',
  'CloudWatch.9',
  'CloudWatch.10',
  'CloudWatch.11',
  'CloudWatch.12',
  'CloudWatch.13',
  'CloudWatch.14',
] as const;
export type CisControl = (typeof cisControls)[number];

/** What an alarm of the CIS AWS Foundations Benchmark watches for. */
interface Watched {
  readonly what: string;
  /** The metric filter's pattern: Security Hub looks for this very one (docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html). */
  readonly pattern: string;
}

const named = (names: string): string =>
  names
    .split(' ')
    .map((name) => `($.eventName=${name})`)
    .join(' || ');
const calls = (names: string): string => `{${named(names)}}`;
const callsOf = (service: string, names: string): string => `{($.eventSource=${service}.amazonaws.com) && (${named(names)})}`;

/** By the control of Security Hub that asks for it. */
export const cisPatterns: Readonly<Record<CisControl, Watched>> = {
  'CloudWatch.1': {
    what: 'the root user was used',
    pattern: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  },
  'CloudWatch.2': { what: 'a call was refused', pattern: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}' },
  'CloudWatch.3': {
    what: 'somebody signed in to the console without MFA',
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  },
  'CloudWatch.4': {
    what: 'an IAM policy was changed',
    pattern: callsOf(
      'iam',
      'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy',
    ),
  },
  'CloudWatch.5': { what: 'a trail was changed', pattern: calls('CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging') },
  'CloudWatch.6': {
    what: 'a sign-in to the console failed',
    pattern: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  },
  'CloudWatch.7': { what: 'a KMS key was disabled or is to be deleted', pattern: callsOf('kms', 'DisableKey ScheduleKeyDeletion') },
  'CloudWatch.8': {
    what: 'the policy of a bucket was changed',
    pattern: callsOf(
      's3',
      'PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication',
    ),
  },
  'CloudWatch.9': {
    what: 'AWS Config was changed',
    pattern: callsOf('config', 'StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder'),
  },
  'CloudWatch.10': {
    what: 'a security group was changed',
    pattern: calls(
      'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup',
    ),
  },
  'CloudWatch.11': {
    what: 'a network ACL was changed',
    pattern: calls(
      'CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation',
    ),
  },
  'CloudWatch.12': {
    what: 'a network gateway was changed',
    pattern: calls(
      'CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway',
    ),
  },
  'CloudWatch.13': {
    what: 'a route table was changed',
    pattern: callsOf(
      'ec2',
      'CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable',
    ),
  },
  'CloudWatch.14': {
    what: 'a VPC was changed',
    pattern: calls(
      'CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink',
    ),
  },
};

/** Two patterns that differ by spaces only are the same filter. */
export const samePattern = (one: string, other: string): boolean => one.replace(/\s/g, '') === other.replace(/\s/g, '');
