import type { CallTable } from './call-table.ts';

/**
 * Calls that change nothing of weight, and names that their verb would mislead about. `looks-around`: what somebody new to an account asks first (ATT&CK
 * T1526, T1580, T1087.004, T1069.003, T1619, T1201). `keeps-books`: agents, consoles and pipelines do it all day.
 */
export const quietCalls: CallTable = {
  'looks-around': {
    sts: 'GetCallerIdentity GetAccessKeyInfo DecodeAuthorizationMessage',
    iam: `GenerateCredentialReport GenerateServiceLastAccessedDetails GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountSummary
      GetCredentialReport GetServiceLastAccessedDetails ListAccessKeys ListAccountAliases ListAttachedUserPolicies ListGroups ListGroupsForUser
      ListMFADevices ListOpenIDConnectProviders ListRoles ListSAMLProviders ListServiceSpecificCredentials ListSSHPublicKeys ListSigningCertificates
      ListUserPolicies ListUsers SimulateCustomPolicy SimulatePrincipalPolicy GetLoginProfile`,
    organizations:
      'DescribeOrganization ListAccounts ListAccountsForParent ListDelegatedAdministrators ListOrganizationalUnitsForParent ListPolicies ListRoots',
    account: 'GetAccountInformation GetAlternateContact GetContactInformation GetPrimaryEmail ListRegions',
    ec2: 'DescribeInstanceAttribute DescribeLaunchTemplateVersions GetEbsEncryptionByDefault GetEbsDefaultKmsKeyId GetInstanceMetadataDefaults',
    s3: 'ListAllMyBuckets ListBuckets',
    lambda: 'GetFunction GetLayerVersion ListFunctions',
    secretsmanager: 'ListSecrets',
    ssm: 'DescribeInstanceInformation DescribeParameters GetInventory ListCommandInvocations',
    ses: `GetAccount GetAccountSendingEnabled GetIdentityVerificationAttributes GetSendQuota GetSendStatistics ListEmailIdentities ListIdentities
      ListVerifiedEmailAddresses`,
    email: 'GetAccount GetSendQuota ListEmailIdentities',
    sns: 'GetSMSAttributes GetSMSSandboxAccountStatus ListOriginationNumbers ListSubscriptions',
    servicequotas: 'ListServiceQuotas GetServiceQuota ListAWSDefaultServiceQuotas',
    bedrock: `GetFoundationModelAvailability GetModelInvocationLoggingConfiguration GetUseCaseForModelAccess ListFoundationModelAgreementOffers
      ListFoundationModels ListInferenceProfiles ListProvisionedModelThroughputs`,
    cloudtrail: 'DescribeTrails GetEventSelectors GetTrailStatus ListTrails LookupEvents',
    guardduty: 'GetDetector GetFindings ListDetectors ListFindings ListIPSets',
    securityhub: 'DescribeHub GetFindings',
    config: 'DescribeConfigurationRecorderStatus DescribeConfigurationRecorders SelectResourceConfig',
    'access-analyzer': 'ListAnalyzers ListFindings',
    ce: 'GetCostAndUsage GetCostForecast',
    rds: 'DescribeDBClusterSnapshots DescribeDBSnapshots DescribeDBSnapshotAttributes',
    route53domains: 'CheckDomainAvailability ListDomains',
    'resource-explorer-2': 'Search',
    cloudformation: 'GetTemplate',
    'cognito-idp': 'ListUserPools ListUsers',
    'cognito-identity': 'ListIdentityPools',
    lightsail: 'GetInstances',
    workmail: 'ListOrganizations ListUsers',
    athena: 'GetQueryResults StartQueryExecution',
    logs: 'FilterLogEvents GetQueryResults StartQuery',
  },
  changes: {
    kms: 'CancelKeyDeletion',
    cloudformation: 'SetStackPolicy',
    securityhub: 'CreateConfigurationPolicy UpdateConfigurationPolicy',
    organizations: 'AttachPolicy CreatePolicy EnablePolicyType',
    'network-firewall': 'CreateFirewallPolicy UpdateFirewallPolicy',
    ec2: 'AuthorizeSecurityGroupEgress RevokeSecurityGroupEgress',
    elasticloadbalancing: 'AddTrustStoreRevocations',
  },
  reads: {
    kms: 'Decrypt DescribeKey GetKeyPolicy Verify VerifyMac',
    s3: 'GetObject HeadObject SelectObjectContent',
    ssm: 'GetParameter GetParameterHistory GetParameters GetParametersByPath',
    secretsmanager: 'GetRandomPassword',
    dynamodb: 'BatchGetItem ExecuteStatement GetItem Query Scan',
    health: 'Describe*',
    signin: 'CheckMfa',
    athena: 'StopQueryExecution',
    ec2: 'CreateNetworkInsightsPath StartNetworkInsightsAnalysis',
  },
  'keeps-books': {
    sts: 'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity GetSessionToken',
    'cognito-identity': 'GetCredentialsForIdentity GetId GetOpenIdToken*',
    lakeformation: 'GetTemporary*',
    datazone: 'GetEnvironmentCredentials',
    connect: 'GetFederationToken',
    iot: 'AssumeRoleWithCertificate',
    cloudshell: 'PutCredentials RedeemCode SendHeartBeat',
    signin: 'ConsoleLogin CredentialChallenge CredentialVerification ExitRole SwitchRole UserAuthentication Logout',
    sso: 'Authenticate CreateToken Federate GetRoleCredentials ListApplications Logout StartDeviceAuthorization RegisterClient',
    kms: 'Encrypt GenerateDataKey* GenerateMac GenerateRandom ReEncrypt* RetireGrant RotateKeyOnDemand Sign',
    s3: 'AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject PutObject UploadPart*',
    dynamodb: 'BatchWriteItem DeleteItem PutItem TransactWriteItems UpdateItem',
    ssm: `PutComplianceItems PutInventory RegisterManagedInstance TerminateSession UpdateInstanceAssociationStatus UpdateInstanceInformation
      OpenControlChannel OpenDataChannel`,
    logs: 'CreateLogStream PutLogEvents StopQuery',
    lambda: 'Invoke InvokeAsync',
    sns: 'Publish PublishBatch',
    sqs: 'ChangeMessageVisibility DeleteMessage SendMessage SendMessageBatch',
    events: 'PutEvents',
    ses: 'SendEmail SendRawEmail SendBulkEmail SendBulkTemplatedEmail SendTemplatedEmail',
    states: 'SendTaskSuccess SendTaskFailure SendTaskHeartbeat StartExecution',
    monitoring: 'PutMetricData',
    ecr: 'BatchCheckLayerAvailability CompleteLayerUpload InitiateLayerUpload UploadLayerPart',
    ecs: 'SubmitContainerStateChange SubmitTaskStateChange SubmitAttachmentStateChanges RegisterContainerInstance',
    iam: 'CreateServiceLinkedRole DeleteServiceLinkedRole ChangePassword CreateVirtualMFADevice ResyncMFADevice',
    ec2: 'CreateNetworkInterface DeleteNetworkInterface ModifyNetworkInterfaceAttribute SharedSnapshotVolumeCreated UnassignPrivateIpAddresses',
    securityhub: 'BatchImportFindings BatchUpdateFindings',
    secretsmanager: 'EndSecretVersionDelete RotateSecret StartSecretVersionDelete',
    elasticloadbalancing: 'DeregisterTargets RegisterTargets DeregisterInstancesFromLoadBalancer RegisterInstancesWithLoadBalancer',
    xray: 'PutTelemetryRecords PutTraceSegments',
    support: 'AddCommunicationToCase CreateCase ResolveCase',
  },
};
