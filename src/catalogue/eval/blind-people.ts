import type { Cases } from './eval-case.ts';
import { called } from './event-of.ts';

const nothing = { action: 'none', alone: false } as const;

/** What people and thieves did with identities, records and data: labelled before anything was run. */
export const blindPeople: Cases = {
  'interns-made-administrators': {
    story: 'AdministratorAccess was attached to the group of the interns.',
    event: called('iam', 'AttachGroupPolicy', { groupName: 'interns', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    state: { path: '/', attached: ['arn:aws:iam::aws:policy/AdministratorAccess'], others: 3 },
    right: {
      class: 'violation',
      cause: ['group', 'administrator'],
      action: 'iam.detach-group-administrator',
      alone: true,
      runbooks: ['iam.detach-group-administrator', 'privilege-escalation'],
    },
  },
  'administrator-denied': {
    story: 'Somebody tried to make himself administrator and was refused by AWS.',
    event: called(
      'iam',
      'AttachUserPolicy',
      { userName: 'backup', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      { error: 'AccessDenied', by: 'stolenKey' },
    ),
    right: {
      ...nothing,
      class: 'none',
      cause: [],
      runbooks: ['privilege-escalation', 'iam.detach-user-administrator', 'leaked-access-key'],
    },
  },
  'second-key-for-the-boss': {
    story: 'The thief creates an access key for the account of the head of finance, to stay when the first one is shut.',
    event: called(
      'iam',
      'CreateAccessKey',
      { userName: 'erika' },
      {
        by: 'stolenKey',
        answer: {
          accessKey: { userName: 'erika', accessKeyId: 'AKIAEXAMPLEEXAMPLE09', status: 'Active', createDate: 'Nov 20, 2026, 2:59:58 AM' },
        },
      },
    ),
    state: { keys: [{ id: 'AKIAEXAMPLEEXAMPLE09', active: true, ageDays: 0, idleHours: 0, service: 'sts' }] },
    right: {
      class: 'tampering',
      cause: ['key', 'erika'],
      action: 'iam.deactivate-access-key',
      alone: true,
      runbooks: ['leaked-access-key', 'iam.deactivate-access-key', 'iam.quarantine-user', 'privilege-escalation'],
    },
  },
  'trail-deleted': {
    story: 'The intruder deleted the trail, so nothing records what happens next.',
    event: called('cloudtrail', 'DeleteTrail', { name: 'management-events' }, { by: 'stolenKey' }),
    right: {
      ...nothing,
      class: 'tampering',
      cause: ['trail', 'deleted|gone|removed'],
      runbooks: ['audit-silenced', 'cloudtrail.start-logging', 'data-destroyed'],
    },
  },
  'trail-without-management-events': {
    story: 'The trail still runs but no longer records management events.',
    event: called(
      'cloudtrail',
      'PutEventSelectors',
      {
        trailName: 'management-events',
        eventSelectors: [{ readWriteType: 'All', includeManagementEvents: false, dataResources: [], excludeManagementEventSources: [] }],
      },
      { by: 'stolenKey' },
    ),
    right: { ...nothing, class: 'tampering', cause: ['trail|events'], runbooks: ['audit-silenced', 'cloudtrail.start-logging'] },
  },
  'guardduty-told-to-trust': {
    story: 'A list of trusted addresses was added to GuardDuty, so that it stays silent about them.',
    event: called(
      'guardduty',
      'CreateIPSet',
      { detectorId: '12abc34d567e8fa901bc2d34e56789f0', name: 'office', format: 'TXT', location: 's3://lists/office.txt', activate: true },
      { by: 'stolenKey' },
    ),
    right: {
      ...nothing,
      class: 'tampering',
      cause: ['guardduty', 'trust|ip set|list'],
      runbooks: ['audit-silenced', 'guardduty.enable-detector'],
    },
  },
  'key-disabled-and-back': {
    story: 'A KMS key was disabled for a test and is enabled again.',
    event: called('kms', 'DisableKey', { keyId: '9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a' }),
    state: { state: 'Enabled', wasEnabled: true },
    right: { ...nothing, class: 'violation', cause: ['key'], runbooks: ['kms.enable-key', 'key-unusable'] },
  },
  'key-doomed-by-thief': {
    story: 'Ransom: a stolen key schedules the deletion of the KMS key that encrypts the backups.',
    event: called(
      'kms',
      'ScheduleKeyDeletion',
      { keyId: '9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a', pendingWindowInDays: 7 },
      { by: 'stolenKey' },
    ),
    state: { state: 'PendingDeletion', wasEnabled: true },
    right: {
      class: 'tampering',
      cause: ['key', 'deletion|deleted'],
      action: 'kms.cancel-key-deletion',
      alone: true,
      runbooks: ['kms.cancel-key-deletion', 'key-unusable', 'data-destroyed'],
    },
  },
  'root-has-a-key': {
    story: 'An access key was created for the root user.',
    event: called('iam', 'CreateAccessKey', null, {
      by: 'root',
      answer: { accessKey: { accessKeyId: 'AKIAEXAMPLEEXAMPLE77', status: 'Active', createDate: 'Nov 20, 2026, 2:59:58 AM' } },
    }),
    right: {
      ...nothing,
      class: 'tampering',
      cause: ['root', 'key'],
      runbooks: ['leaked-access-key', 'privilege-escalation', 'sign-in-weak', 'iam.deactivate-access-key'],
    },
  },
  'versioning-suspended': {
    story: 'Versioning of the archive bucket was suspended, so an overwrite is final.',
    event: called('s3', 'PutBucketVersioning', {
      bucketName: 'ledger-archive',
      versioning: '',
      Host: 'ledger-archive.s3.eu-west-1.amazonaws.com',
      VersioningConfiguration: { Status: 'Suspended', xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
    }),
    state: { status: 'Suspended', mfaDelete: false },
    right: {
      class: 'violation',
      cause: ['versioning'],
      action: 's3.enable-versioning',
      alone: true,
      runbooks: ['s3.enable-versioning', 'data-destroyed'],
    },
  },
  'cluster-deleted-by-thief': {
    story: 'A stolen key deletes the Aurora cluster without a last snapshot.',
    event: called('rds', 'DeleteDBCluster', { dBClusterIdentifier: 'ledger', skipFinalSnapshot: true }, { by: 'stolenKey' }),
    right: {
      ...nothing,
      class: 'tampering',
      cause: ['cluster|database', 'deleted|gone'],
      runbooks: ['data-destroyed', 'no-way-back', 'deleted-by-mistake', 'leaked-access-key'],
    },
  },
  'secret-shredded': {
    story: 'A stolen key destroys a secret at once, without the usual days of grace.',
    event: called(
      'secretsmanager',
      'DeleteSecret',
      { secretId: 'payments/provider', forceDeleteWithoutRecovery: true },
      { by: 'stolenKey' },
    ),
    state: 'gone',
    right: {
      ...nothing,
      class: 'tampering',
      cause: ['secret', 'deleted|gone'],
      runbooks: ['data-destroyed', 'no-way-back', 'deleted-by-mistake', 'secretsmanager.restore-secret'],
    },
  },
  'table-deleted-by-root': {
    story: 'The root user, who never works here, deletes the table of the customers in the night.',
    event: called('dynamodb', 'DeleteTable', { tableName: 'customers' }, { by: 'root' }),
    state: {
      backup: {
        arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/customers/backup/07',
        type: 'SYSTEM',
        at: '2026-11-20T02:59:58.000Z',
        bytes: 9_000_000,
      },
      recorded: {
        table: {
          arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/customers',
          status: 'ACTIVE',
          createdAt: '2025-05-05T10:00:00.000Z',
          restored: false,
        },
        tags: { environment: 'dev' },
        settings: { deletionProtection: false },
      },
    },
    tags: { environment: 'dev' },
    right: {
      class: 'tampering',
      cause: ['table', 'gone|deleted|backup'],
      action: 'dynamodb.restore-table',
      alone: false,
      runbooks: ['data-destroyed', 'deleted-by-mistake', 'dynamodb.restore-table'],
    },
  },
  'spot-fleet-by-thief': {
    story: 'A stolen key orders a hundred spot machines with GPUs.',
    event: called(
      'ec2',
      'RequestSpotFleet',
      {
        spotFleetRequestConfig: {
          targetCapacity: 100,
          iamFleetRole: 'arn:aws:iam::111122223333:role/aws-ec2-spot-fleet-tagging-role',
          launchSpecifications: [{ instanceType: 'p3.16xlarge', imageId: 'ami-0feed5ace0af0e001' }],
        },
      },
      { by: 'stolenKey' },
    ),
    right: { ...nothing, class: 'tampering', cause: ['spot|fleet|instances'], runbooks: ['unexpected-bill', 'leaked-access-key'] },
  },
};
