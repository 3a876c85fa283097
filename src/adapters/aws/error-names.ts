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

/** The resource itself is not there; parts of it (a policy, a rule, a configuration) have other names. */
export const gone = new Set([
  'AWS.SimpleQueueService.NonExistentQueue',
  'BackupNotFoundException',
  'ClusterNotFoundException',
  'DBClusterNotFoundFault',
  'DBClusterSnapshotNotFoundFault',
  'DBInstanceNotFound',
  'DBInstanceNotFoundFault',
  'DBSnapshotNotFound',
  'DBSnapshotNotFoundFault',
  'InvalidAMIID.NotFound',
  'InvalidAMIID.Unavailable',
  'InvalidDocument',
  'InvalidGroup.NotFound',
  'InvalidInstanceID.NotFound',
  'InvalidNetworkAclID.NotFound',
  'InvalidResourceId',
  'InvalidRouteTableID.NotFound',
  'InvalidSnapshot.NotFound',
  'InvalidSubnetID.NotFound',
  'InvalidVpcID.NotFound',
  'LoadBalancerNotFound',
  'LoadBalancerNotFoundException',
  'NoSuchBucket',
  'NoSuchConfigurationRecorderException',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NotFound',
  'NotFoundException',
  'ParameterNotFound',
  'QueueDoesNotExist',
  'RepositoryNotFoundException',
  'ResourceNotFound',
  'ResourceNotFoundException',
  'TableNotFoundException',
  'TrailNotFoundException',
]);

/** Someone else changes the same thing at this moment. */
export const conflicts = new Set([
  'ConcurrentModification',
  'ConcurrentModificationException',
  'EntityTemporarilyUnmodifiable',
  'OperationAborted',
]);

/** Codes of connections that never came about. */
export const unconnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
