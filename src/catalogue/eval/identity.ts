import type { Cases } from './eval-case.ts';
import { called, threat } from './event-of.ts';

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const trust = (principal: object | string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] });
const nothing = { action: 'none', alone: false } as const;

/** Who may do what, and who is who. */
export const identity: Cases = {
  'role-made-administrator': {
    story: 'The role of the build machines was given administrator rights by hand.',
    event: called('iam', 'AttachRolePolicy', { roleName: 'Builder', policyArn: administrator }),
    state: { path: '/', attached: [administrator], others: 2 },
    tags: { environment: 'dev' },
    right: {
      class: 'violation',
      cause: ['administrator'],
      action: 'iam.detach-role-administrator',
      alone: true,
      runbooks: ['privilege-escalation', 'iam.detach-role-administrator'],
    },
  },
  'last-administrator': {
    story: 'The role is the only administrator that there is: taking the policy away would lock everybody out.',
    event: called('iam', 'AttachRolePolicy', { roleName: 'BreakGlass', policyArn: administrator }),
    state: { path: '/', attached: [administrator], others: 0 },
    right: {
      ...nothing,
      class: 'violation',
      cause: ['administrator'],
      forbidden: ['iam.detach-role-administrator'],
      runbooks: ['privilege-escalation', 'iam.detach-role-administrator'],
    },
  },
  'administrator-by-pipeline': {
    story: 'The pipeline that deploys attached the policy, which is what it is for.',
    event: called('iam', 'AttachRolePolicy', { roleName: 'Builder', policyArn: administrator }, { by: 'deploy' }),
    state: { path: '/', attached: [administrator], others: 2 },
    policy: 'pipelines: [{ name: deploy, role: "arn:aws:iam::111122223333:role/deploy", calls: ["iam:*"], resources: ["*"] }]',
    right: {
      ...nothing,
      class: 'normal',
      cause: ['deploy|pipeline'],
      forbidden: ['iam.detach-role-administrator'],
      runbooks: ['privilege-escalation', 'iam.detach-role-administrator'],
    },
  },
  'user-made-administrator-by-stolen-key': {
    story: 'The key of the backup user, used from an address never seen, made its own user an administrator: an intruder takes over.',
    event: called('iam', 'AttachUserPolicy', { userName: 'backup', policyArn: administrator }, { by: 'stolenKey' }),
    state: { path: '/', attached: [administrator], others: 2 },
    right: {
      class: 'tampering',
      cause: ['administrator', 'backup'],
      action: 'iam.detach-user-administrator',
      alone: true,
      runbooks: ['privilege-escalation', 'iam.detach-user-administrator', 'leaked-access-key'],
    },
  },
  'role-trust-opened': {
    story: 'Every account of AWS may assume a role.',
    event: called('iam', 'UpdateAssumeRolePolicy', { roleName: 'Builder', policyDocument: trust({ AWS: '*' }) }),
    state: { path: '/', trust: trust({ AWS: '*' }) },
    tags: { environment: 'dev' },
    right: {
      class: 'violation',
      cause: ['everyone', 'assume'],
      action: 'iam.remove-open-trust',
      alone: true,
      runbooks: ['iam.remove-open-trust', 'compromised-role'],
    },
  },
  'role-trust-for-lambda': {
    story: 'Lambda was allowed to assume a role: ordinary work.',
    event: called('iam', 'UpdateAssumeRolePolicy', { roleName: 'Builder', policyDocument: trust({ Service: 'lambda.amazonaws.com' }) }),
    state: { path: '/', trust: trust({ Service: 'lambda.amazonaws.com' }) },
    right: {
      ...nothing,
      class: 'violation',
      cause: ['assume'],
      forbidden: ['iam.remove-open-trust'],
      runbooks: ['iam.remove-open-trust', 'compromised-role'],
    },
  },
  'key-used-by-attacker': {
    story: 'GuardDuty saw the key of the deploy user used from a known malicious address.',
    event: threat('UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom', {
      resourceType: 'AccessKey',
      accessKeyDetails: { accessKeyId: 'AKIAEXAMPLEEXAMPLE01', userName: 'deploy', userType: 'IAMUser' },
    }),
    state: { keys: [{ id: 'AKIAEXAMPLEEXAMPLE01', active: true, ageDays: 12, idleHours: 0, service: 's3' }] },
    right: {
      class: 'tampering',
      cause: ['access key|key'],
      action: 'iam.deactivate-access-key',
      alone: true,
      runbooks: ['leaked-access-key', 'iam.deactivate-access-key', 'iam.quarantine-user'],
    },
  },
  'key-deactivated-already': {
    story: 'The same finding, and a colleague has deactivated the key since.',
    event: threat('UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom', {
      resourceType: 'AccessKey',
      accessKeyDetails: { accessKeyId: 'AKIAEXAMPLEEXAMPLE01', userName: 'deploy', userType: 'IAMUser' },
    }),
    state: { keys: [{ id: 'AKIAEXAMPLEEXAMPLE01', active: false, ageDays: 12, idleHours: 0, service: 's3' }] },
    right: {
      ...nothing,
      class: 'tampering',
      cause: ['access key|key'],
      runbooks: ['leaked-access-key', 'iam.deactivate-access-key', 'iam.quarantine-user'],
    },
  },
  'role-credentials-stolen': {
    story: 'The credentials of the web servers are used outside of AWS.',
    event: threat('UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS', {
      resourceType: 'AccessKey',
      accessKeyDetails: { accessKeyId: 'ASIAEXAMPLEEXAMPLE01', userName: 'web', userType: 'AssumedRole' },
    }),
    state: { path: '/', policies: [], at: 1_795_143_600_000 },
    right: {
      class: 'tampering',
      cause: ['credentials', 'somewhere else|outside'],
      action: 'iam.revoke-role-sessions',
      alone: true,
      runbooks: ['compromised-role', 'iam.revoke-role-sessions'],
    },
  },
  'mfa-deactivated': {
    story: 'The second factor of a console user was taken away.',
    event: called('iam', 'DeactivateMFADevice', { userName: 'anna', serialNumber: 'arn:aws:iam::111122223333:mfa/anna' }),
    state: { arn: 'arn:aws:iam::111122223333:user/anna', console: true, devices: 0, policies: [] },
    tags: { environment: 'dev' },
    right: {
      class: 'violation',
      cause: ['mfa|password alone'],
      action: 'iam.require-mfa',
      alone: true,
      runbooks: ['sign-in-weak', 'iam.require-mfa'],
    },
  },
  'password-policy-deleted': {
    story: 'The password policy of the account was deleted.',
    event: called('iam', 'DeleteAccountPasswordPolicy', null),
    state: {},
    right: {
      class: 'violation',
      cause: ['password policy'],
      action: 'iam.set-password-policy',
      alone: true,
      runbooks: ['iam.set-password-policy', 'sign-in-weak'],
    },
  },
  'root-signed-in': {
    story: 'The root user signed in to the console; whether it was its owner nobody can see here.',
    event: called('signin', 'ConsoleLogin', null, { by: 'root', answer: { ConsoleLogin: 'Success' } }),
    right: { ...nothing, class: 'violation', cause: ['root'], runbooks: ['sign-in-weak'] },
  },
  'user-created': {
    story: 'A new colleague got a user.',
    event: called('iam', 'CreateUser', { userName: 'bob' }),
    right: { ...nothing, class: 'normal', cause: ['user', 'created'], runbooks: ['privilege-escalation', 'leaked-access-key'] },
  },
};
