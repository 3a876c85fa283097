/** The caller may not, or is not who it says. */
export const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AllAccessDisabled',
  'AuthFailure',
  'AuthorizationError',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'Forbidden',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'NotAuthorized',
  'OptInRequired',
  'SignatureDoesNotMatch',
  'UnauthorizedOperation',
  'UnrecognizedClientException',
]);

/** Too much at once: AWS did nothing. */
export const throttling = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'Throttling',
  'ThrottledException',
  'ThrottlingException',
  'TooManyRequestsException',
  'TooManyUpdates',
]);

/** What a name says is not there. */
interface Gone {
  /** Calls (`service.operation`) that it has to come from: other services, or other calls of the same one, use it for something else. */
  readonly by?: RegExp;
  /** The kind that is missing, where the name tells: it may be a neighbour of what was asked about. */
  readonly type?: string;
}

/** A resource is not there; parts of it (a policy, a rule, a configuration) have other names, which those who read them know. */
export const gone: Readonly<Record<string, Gone>> = {
  'AWS.SimpleQueueService.NonExistentQueue': { type: 'AWS::SQS::Queue' },
  BackupNotFoundException: {},
  ClusterNotFoundException: {},
  DBClusterNotFoundFault: { type: 'AWS::RDS::DBCluster' },
  DBClusterSnapshotNotFoundFault: { type: 'AWS::RDS::DBClusterSnapshot' },
  DBInstanceNotFound: { type: 'AWS::RDS::DBInstance' },
  DBInstanceNotFoundFault: { type: 'AWS::RDS::DBInstance' },
  DBSnapshotNotFound: { type: 'AWS::RDS::DBSnapshot' },
  DBSnapshotNotFoundFault: { type: 'AWS::RDS::DBSnapshot' },
  'InvalidAMIID.NotFound': { type: 'AWS::EC2::Image' },
  'InvalidAMIID.Unavailable': { type: 'AWS::EC2::Image' },
  /** Of SendCommand and GetDocument it is the document that is missing, not the instance. */
  InvalidDocument: { by: /^ssm\.(describeDocument|describeDocumentPermission|modifyDocumentPermission)$/, type: 'AWS::SSM::Document' },
  'InvalidGroup.NotFound': { type: 'AWS::EC2::SecurityGroup' },
  'InvalidInstanceID.NotFound': { type: 'AWS::EC2::Instance' },
  'InvalidNetworkAclID.NotFound': { type: 'AWS::EC2::NetworkAcl' },
  /** Systems Manager says so of tags; EC2 and Application Auto Scaling of whatever an id does not fit. */
  InvalidResourceId: { by: /^ssm\./ },
  'InvalidRouteTableID.NotFound': { type: 'AWS::EC2::RouteTable' },
  'InvalidSnapshot.NotFound': { type: 'AWS::EC2::Snapshot' },
  'InvalidSubnetID.NotFound': { type: 'AWS::EC2::Subnet' },
  'InvalidVpcID.NotFound': { type: 'AWS::EC2::VPC' },
  LoadBalancerNotFound: { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
  LoadBalancerNotFoundException: { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
  NoSuchBucket: { type: 'AWS::S3::Bucket' },
  NoSuchConfigurationRecorderException: {},
  /** IAM says so also of the policy, key or profile that was named with a user or role. */
  NoSuchEntity: { by: iamEntity() },
  NoSuchEntityException: { by: iamEntity() },
  /** S3 answers HEAD so, which has no body to say more, and SNS everything. */
  NotFound: { by: /^(s3\.head|sns\.)/ },
  /** API Gateway, KMS and SNS mean what the call names; others (Macie, Lake Formation) what it needs. */
  NotFoundException: { by: /^(apigateway|kms|sns)\./ },
  ParameterNotFound: { type: 'AWS::SSM::Parameter' },
  QueueDoesNotExist: { type: 'AWS::SQS::Queue' },
  RepositoryNotFoundException: { type: 'AWS::ECR::Repository' },
  /** CloudWatch means the alarm, Security Hub that it is not enabled. */
  ResourceNotFound: { by: /^cloudwatch\./ },
  ResourceNotFoundException: { by: /^(cloudwatch|config|dynamodb|eventbridge|lambda|logs|secretsmanager)\./ },
  TableNotFoundException: { type: 'AWS::DynamoDB::Table' },
  TrailNotFoundException: { type: 'AWS::CloudTrail::Trail' },
};

function iamEntity(): RegExp {
  return /^iam\.(?!(get(User|Role|Group)Policy|getPolicy|getInstanceProfile|getAccessKeyLastUsed|listEntitiesForPolicy|(attach|detach|delete|put|update|remove|add|deactivate))\w*$)/;
}

/** Someone else changes the same thing at this moment. */
export const conflicts = new Set([
  'ConcurrentModification',
  'ConcurrentModificationException',
  'EntityTemporarilyUnmodifiable',
  'OperationAborted',
]);

/** Codes of connections that never came about. */
export const unconnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
