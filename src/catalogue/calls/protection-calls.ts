import type { CallTable } from './call-table.ts';

/**
 * Calls against what watches and what protects. `hides-tracks`: a record of what happens, or somebody who reads it, ends (ATT&CK T1562.008, T1070).
 * `weakens`: a guard is taken away (T1562.001, T1562.007, T1556.006, T1535). `resets-guards`: it stays and is set anew, for better or worse.
 */
export const protectionCalls: CallTable = {
  'hides-tracks': {
    cloudtrail: `DeleteEventDataStore DeleteTrail DeregisterOrganizationDelegatedAdmin PutEventSelectors PutInsightSelectors
      StopEventDataStoreIngestion StopLogging`,
    logs: `DeleteAccountPolicy DeleteDataProtectionPolicy DeleteDelivery DeleteDeliveryDestination DeleteDeliverySource DeleteDestination DeleteLogGroup
      DeleteLogStream DeleteMetricFilter DeleteSubscriptionFilter PutRetentionPolicy`,
    ec2: 'DeleteFlowLogs DeleteTrafficMirrorSession DeleteNetworkInsightsAnalysis',
    config: `DeleteAggregationAuthorization DeleteConfigurationAggregator DeleteConfigurationRecorder DeleteDeliveryChannel DeleteEvaluationResults
      DeleteRetentionConfiguration DeleteServiceLinkedConfigurationRecorder StopConfigurationRecorder`,
    guardduty: `ArchiveFindings CreateFilter CreateIPSet CreateTrustedEntitySet DeleteDetector DeleteMembers DeletePublishingDestination DeleteThreatIntelSet
      DisableOrganizationAdminAccount DisassociateFromAdministratorAccount DisassociateFromMasterAccount DisassociateMembers StopMonitoringMembers
      DeclineInvitations DeleteInvitations UpdateFilter UpdateIPSet UpdateThreatIntelSet UpdateTrustedEntitySet UpdatePublishingDestination`,
    securityhub: `BatchDisableStandards CreateAutomationRule DeleteActionTarget DeleteFindingAggregator DeleteInsight DeleteMembers
      DisableImportFindingsForProduct DisableOrganizationAdminAccount DisableSecurityHub DisableSecurityHubV2 DisassociateFromAdministratorAccount
      DisassociateFromMasterAccount DisassociateMembers UpdateFindings UpdateInsight UpdateStandardsControl`,
    macie2: `DeleteMember DisableMacie DisableOrganizationAdminAccount DisassociateFromAdministratorAccount DisassociateFromMasterAccount
      DisassociateMember CreateFindingsFilter`,
    macie: 'DisassociateMemberAccount DisassociateS3Resources',
    inspector2: 'CreateFilter Disable DisableDelegatedAdminAccount DisassociateMember',
    inspector: 'DeleteAssessmentRun DeleteAssessmentTarget DeleteAssessmentTemplate',
    detective: 'DeleteGraph DeleteMembers DisableOrganizationAdminAccount DisassociateMembership',
    'access-analyzer': 'CreateArchiveRule DeleteAnalyzer UpdateArchiveRule',
    auditmanager: 'DeleteAssessment DeregisterAccount DeregisterOrganizationAdminAccount',
    securitylake: 'DeleteAwsLogSource DeleteCustomLogSource DeleteDataLake DeleteDataLakeOrganizationConfiguration DeleteSubscriber',
    route53resolver: 'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig',
    route53: 'DeleteQueryLoggingConfig',
    rds: 'StopActivityStream',
    redshift: 'DisableLogging',
    wafv2: 'DeleteLoggingConfiguration',
    waf: 'DeleteLoggingConfiguration',
    'waf-regional': 'DeleteLoggingConfiguration',
    bedrock: 'DeleteModelInvocationLoggingConfiguration',
    ses: 'DeleteConfigurationSet DeleteConfigurationSetEventDestination',
    monitoring:
      'DeleteAlarms DeleteAnomalyDetector DeleteInsightRules DeleteMetricStream DisableAlarmActions DisableInsightRules PutAlarmMuteRule SetAlarmState StopMetricStreams',
    events: 'DeleteArchive DeleteRule DisableRule RemovePermission RemoveTargets',
    oam: 'DeleteLink DeleteSink',
    cloudfront: 'DeleteMonitoringSubscription DeleteRealtimeLogConfig',
    firehose: 'DeleteDeliveryStream',
    s3: 'DeleteBucketLogging DeleteBucketInventoryConfiguration DeleteBucketMetricsConfiguration',
    ssm: 'DeleteResourceDataSync DeleteInventory',
    apigateway: 'DeleteAccessLogSettings',
    backup: 'DeleteBackupVaultNotifications',
    ds: 'DeleteLogSubscription',
    shield: 'DisassociateDRTLogBucket',
    'vpc-lattice': 'DeleteAccessLogSubscription',
  },
  weakens: {
    iam: `DeactivateMFADevice DeleteAccountPasswordPolicy DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary DeleteVirtualMFADevice
      UpdateAccountPasswordPolicy DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions`,
    s3: `DeleteAccountPublicAccessBlock DeleteBucketEncryption DeleteBucketPublicAccessBlock DeletePublicAccessBlock DeleteBucketReplication
      DeleteBucketOwnershipControls`,
    kms: 'DisableKeyRotation',
    rds: 'StopDBInstanceAutomatedBackupsReplication',
    logs: 'DisassociateKmsKey',
    ec2: `CreateVpcBlockPublicAccessExclusion DisableAllowedImagesSettings DisableEbsEncryptionByDefault DisableImageBlockPublicAccess DisableSnapshotBlockPublicAccess EnableSerialConsoleAccess
      DisableImageDeprecation DisableImageDeregistrationProtection UnlockSnapshot DeleteNetworkAcl DeleteNetworkAclEntry`,
    rbin: 'DeleteRule UnlockRule',
    lambda: 'DeleteFunctionCodeSigningConfig DeleteCodeSigningConfig',
    organizations: 'DeletePolicy DeregisterDelegatedAdministrator DetachPolicy DisableAWSServiceAccess DisablePolicyType',
    account: 'DisableRegion',
    backup: `DeleteBackupPlan DeleteBackupSelection DeleteBackupVaultAccessPolicy DeleteBackupVaultLockConfiguration DeleteFramework DeleteRestoreTestingPlan DisassociateBackupVaultMpaApprovalTeam`,
    dlm: 'DeleteLifecyclePolicy',
    secretsmanager: 'CancelRotateSecret',
    wafv2: 'DeleteFirewallManagerRuleGroups DeleteIPSet DeleteRuleGroup DeleteWebACL DisassociateWebACL',
    waf: 'DeleteIPSet DeleteRule DeleteRuleGroup DeleteWebACL DeleteRateBasedRule',
    'waf-regional': 'DeleteIPSet DeleteRule DeleteRuleGroup DeleteWebACL DisassociateWebACL DeleteRateBasedRule',
    shield:
      'DeleteProtection DeleteProtectionGroup DeleteSubscription DisableApplicationLayerAutomaticResponse DisableProactiveEngagement DisassociateDRTRole',
    'network-firewall': `DeleteFirewall DeleteFirewallPolicy DeleteResourcePolicy DeleteRuleGroup DisassociateSubnets`,
    fms: 'DeletePolicy DisassociateAdminAccount DeleteNotificationChannel',
    route53resolver: 'DeleteFirewallRule DeleteFirewallRuleGroup DisassociateFirewallRuleGroup',
    route53domains:
      'DisableDomainTransferLock TransferDomain* UpdateDomainNameservers UpdateDomainContact DisassociateDelegationSignerFromDomain',
    route53: 'DeactivateKeySigningKey DisableHostedZoneDNSSEC',
    config:
      'DeleteConfigRule DeleteConformancePack DeleteOrganizationConfigRule DeleteOrganizationConformancePack DeleteRemediationConfiguration',
    securityhub: 'BatchUpdateStandardsControlAssociations DeleteConfigurationPolicy StartConfigurationPolicyDisassociation',
    bedrock: 'DeleteGuardrail',
    controltower: 'DisableControl DeleteLandingZone DisableBaseline',
    ds: 'DisableLDAPS DisableRadius DisableClientAuthentication',
    es: 'DeleteElasticsearchServiceRole',
    cloudhsm: 'DeleteBackup',
    ssm: 'DeletePatchBaseline DeregisterPatchBaselineForPatchGroup',
    'vpc-lattice': 'DeleteAuthPolicy',
    elasticfilesystem: 'DeleteFileSystemPolicy',
  },
  'resets-guards': {
    cloudtrail: 'UpdateTrail UpdateEventDataStore',
    config: 'PutConfigurationRecorder PutDeliveryChannel',
    iam: 'PutRolePermissionsBoundary PutUserPermissionsBoundary',
    organizations: 'AttachPolicy CreatePolicy UpdatePolicy',
    s3: 'DeleteBucketPolicy PutBucketObjectLockConfiguration PutBucketOwnershipControls',
    secretsmanager: 'DeleteResourcePolicy',
    backup: 'PutBackupVaultLockConfiguration UpdateBackupPlan UpdateRecoveryPointLifecycle',
    rds: 'ModifyActivityStream',
    wafv2: 'UpdateIPSet UpdateRuleGroup',
    waf: 'UpdateIPSet UpdateRuleGroup UpdateWebACL',
    'waf-regional': 'UpdateIPSet UpdateRuleGroup UpdateWebACL',
    route53resolver: 'UpdateFirewallConfig',
    'network-firewall': 'UpdateFirewallDeleteProtection UpdateFirewallPolicy UpdateRuleGroup UpdateSubnetChangeProtection',
  },
};
