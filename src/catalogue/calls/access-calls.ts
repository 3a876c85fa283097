import type { CallTable } from './call-table.ts';

/**
 * Calls about who may do what. `gives-access`: an identity, a credential, a permission or a trust that was not there (ATT&CK T1098, T1136, T1484, T1556).
 * `takes-credentials`: the answer itself is a way in (T1528, T1552, T1606). `leaves`: the account goes out of its organisation's control (T1666).
 */
export const accessCalls: CallTable = {
  'gives-access': {
    iam: `AcceptDelegationRequest AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy
      CreateAccessKey CreateLoginProfile CreateOpenIDConnectProvider CreatePolicy CreatePolicyVersion CreateRole CreateSAMLProvider
      CreateServiceSpecificCredential CreateUser EnableMFADevice PutGroupPolicy PutRolePolicy PutUserPolicy ResetServiceSpecificCredential
      SetDefaultPolicyVersion UpdateAccessKey UpdateAssumeRolePolicy UpdateLoginProfile UpdateOpenIDConnectProviderThumbprint UpdateSAMLProvider
      UpdateSSHPublicKey UploadSSHPublicKey UploadSigningCertificate UpdateSigningCertificate`,
    rolesanywhere: 'CreateTrustAnchor UpdateTrustAnchor EnableTrustAnchor CreateProfile UpdateProfile EnableProfile PutAttributeMapping',
    sso: `AssociateProfile AttachCustomerManagedPolicyReferenceToPermissionSet AttachManagedPolicyToPermissionSet CreateAccountAssignment
      CreatePermissionSet CreateTrust CreateTrustedTokenIssuer EnableExternalIdP* ProvisionPermissionSet PutApplicationAssignmentConfiguration
      PutInlinePolicyToPermissionSet PutPermissionsPolicy StartSSO UpdatePermissionSet UpdateTrust UpdateTrustedTokenIssuer`,
    'sso-directory': `AddMemberToGroup CreateBearerToken CreateExternalIdPConfigurationForDirectory CreateUser EnableExternalIdPConfigurationForDirectory
      EnableUser ImportExternalIdPCertificate UpdateExternalIdPConfigurationForDirectory UpdatePassword VerifyEmail`,
    identitystore: 'CreateGroupMembership CreateUser',
    signin: 'EmailUpdated PasswordRecoveryCompleted PasswordUpdated PasswordRecoveryRequested',
    'cognito-idp': `AdminAddUserToGroup AdminConfirmSignUp AdminCreateUser AdminEnableUser AdminLinkProviderForUser AdminSetUserPassword
      CreateIdentityProvider CreateUserPoolClient UpdateIdentityProvider UpdateUserPoolClient AdminResetUserPassword AdminUpdateUserAttributes AddUserPoolClientSecret`,
    'cognito-identity': 'CreateIdentityPool SetIdentityPoolRoles SetPrincipalTagAttributeMap UpdateIdentityPool',
    ec2: `AssociateIamInstanceProfile AssociateEnclaveCertificateIamRole AuthorizeClientVpnIngress CreateClientVpnEndpoint CreateKeyPair
      ExportClientVpnClientConfiguration ImportKeyPair ReplaceIamInstanceProfileAssociation EnableIpamOrganizationAdminAccount`,
    eks: `AssociateAccessPolicy AssociateIdentityProviderConfig CreateAccessEntry CreatePodIdentityAssociation UpdateAccessEntry
      UpdatePodIdentityAssociation`,
    ssm: 'CreateActivation',
    rds: 'AddRoleToDBCluster AddRoleToDBInstance',
    redshift: 'ModifyClusterIamRoles CreateRedshiftIdcApplication',
    elasticache: 'CreateUser ModifyUser ModifyUserGroup',
    memorydb: 'CreateUser UpdateUser UpdateACL',
    mq: 'CreateUser UpdateUser',
    kafka: 'BatchAssociateScramSecret PutClusterPolicy',
    organizations: `AcceptHandshake CreateAccount CreateGovCloudAccount EnableAWSServiceAccess InviteAccountToOrganization MoveAccount
      PutResourcePolicy RegisterDelegatedAdministrator`,
    account: 'AcceptPrimaryEmailUpdate StartPrimaryEmailUpdate PutAlternateContact PutContactInformation',
    codebuild: 'ImportSourceCredentials',
    codeconnections: 'CreateConnection CreateHost',
    'codestar-connections': 'CreateConnection CreateHost',
    transfer: 'CreateAccess CreateUser ImportSshPublicKey UpdateAccess UpdateUser',
    lightsail: 'CreateBucketAccessKey CreateKeyPair ImportKeyPair SetResourceAccessForBucket',
    ds: 'AcceptSharedDirectory CreateTrust EnableClientAuthentication EnableLDAPS ResetUserPassword ShareDirectory UpdateTrust',
    iot: `AttachPolicy AttachThingPrincipal CreateCertificateFromCsr CreateKeysAndCertificate CreatePolicy* RegisterCACertificate UpdateRoleAlias AttachPrincipalPolicy`,
    lakeformation: 'BatchGrantPermissions GrantPermissions PutDataLakeSettings RegisterResource CreateLakeFormationOptIn',
    'acm-pca': 'CreatePermission CreateCertificateAuthority ImportCertificateAuthorityCertificate IssueCertificate',
    apigateway: 'CreateApiKey ImportApiKeys UpdateAuthorizer DeleteAuthorizer',
    appsync: 'CreateApiKey UpdateApiKey',
    grafana: 'CreateWorkspaceApiKey CreateWorkspaceServiceAccountToken UpdatePermissions',
    quicksight: 'RegisterUser UpdateUser CreateGroupMembership UpdateRoleCustomPermission',
    workspaces: 'CreateWorkspaces ModifySelfservicePermissions',
    verifiedpermissions: 'CreateIdentitySource CreatePolicy UpdateIdentitySource UpdatePolicy',
    'vpc-lattice': 'PutAuthPolicy PutResourcePolicy',
    'ds-data': 'AddGroupMember CreateUser',
    workmail: 'AssociateMemberToGroup',
    servicecatalog: 'AssociatePrincipalWithPortfolio EnableAWSOrganizationsAccess',
    cloudformation: 'ActivateOrganizationsAccess',
    auditmanager: 'RegisterOrganizationAdminAccount',
    detective: 'EnableOrganizationAdminAccount',
    guardduty: 'EnableOrganizationAdminAccount',
    inspector2: 'EnableDelegatedAdminAccount',
    macie2: 'EnableOrganizationAdminAccount',
    securityhub: 'EnableOrganizationAdminAccount',
    fms: 'AssociateAdminAccount PutAdminAccount',
    cloudtrail: 'RegisterOrganizationDelegatedAdmin',
  },
  'takes-credentials': {
    ec2: 'GetPasswordData',
    sts: 'AssumeRoot GetFederationToken',
    signin: 'GetSigninToken',
    elasticmapreduce: 'GetClusterSessionCredentials',
    lightsail: `DownloadDefaultKeyPair GetInstanceAccessDetails GetRelationalDatabaseMasterUserPassword CreateContainerServiceRegistryLogin CreateGUISessionAccessDetails`,
    gamelift: 'GetComputeAuthToken GetInstanceAccess',
    acm: 'ExportCertificate',
    workmail: 'AssumeImpersonationRole',
    airflow: 'CreateCliToken CreateWebLoginToken',
  },
  leaves: {
    organizations: 'CloseAccount DeleteOrganization LeaveOrganization RemoveAccountFromOrganization',
  },
};
