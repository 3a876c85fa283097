import type { Cases } from './eval-case.ts';
import { called, lastNights } from './event-of.ts';

const nothing = { action: 'none', alone: false } as const;
const backup = {
  arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/backup/01',
  type: 'SYSTEM',
  at: '2026-11-20T02:59:58.000Z',
  bytes: 4_000_000,
};
const table = {
  arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
  status: 'ACTIVE',
  createdAt: '2026-01-10T10:00:00.000Z',
  restored: false,
};
const settings = { deletionProtection: false };
const block = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

/** What was lost, or stands to be. */
export const destruction: Cases = {
  'table-deleted': {
    story: 'A script of Alice deleted the table of the orders in staging; AWS keeps a backup.',
    event: called('dynamodb', 'DeleteTable', { tableName: 'orders' }),
    state: { backup, recorded: { table, tags: { environment: 'staging' }, settings } },
    tags: { environment: 'staging' },
    right: {
      class: 'failure',
      cause: ['table', 'gone|deleted'],
      action: 'dynamodb.restore-table',
      alone: true,
      runbooks: ['deleted-by-mistake', 'dynamodb.restore-table', 'data-destroyed'],
    },
  },
  'table-deleted-in-production': {
    story: 'The same in production, where a person says yes first.',
    event: called('dynamodb', 'DeleteTable', { tableName: 'orders' }),
    state: { backup, recorded: { table, tags: { environment: 'production' }, settings } },
    tags: { environment: 'production' },
    right: {
      class: 'failure',
      cause: ['table', 'gone|deleted'],
      action: 'dynamodb.restore-table',
      alone: false,
      runbooks: ['deleted-by-mistake', 'dynamodb.restore-table', 'data-destroyed'],
    },
  },
  'table-deleted-without-backup': {
    story: 'The table is gone and there is no backup at all: nothing that Selfheal could do.',
    event: called('dynamodb', 'DeleteTable', { tableName: 'orders' }),
    state: {},
    right: {
      ...nothing,
      class: 'failure',
      cause: ['table', 'gone|deleted'],
      runbooks: ['deleted-by-mistake', 'dynamodb.restore-table', 'data-destroyed', 'no-way-back'],
    },
  },
  'table-deleted-by-stolen-key': {
    story:
      'The stolen key deletes what it finds: an extortion, and not a mistake. For a month the key only made backups, from another network.',
    event: called('dynamodb', 'DeleteTable', { tableName: 'orders' }, { by: 'stolenKey' }),
    before: lastNights(30, called('dynamodb', 'CreateBackup', { tableName: 'orders', backupName: 'nightly' }, { by: 'backupKey' })),
    state: { backup, recorded: { table, tags: {}, settings } },
    right: {
      class: 'tampering',
      cause: ['table', 'backup'],
      action: 'dynamodb.restore-table',
      alone: false,
      runbooks: ['data-destroyed', 'deleted-by-mistake', 'dynamodb.restore-table'],
    },
  },
  'test-table-deleted-by-pipeline': {
    story: 'The pipeline took down the table of a finished test.',
    event: called('dynamodb', 'DeleteTable', { tableName: 'test-4711' }, { by: 'deploy' }),
    state: { backup, recorded: { table, tags: {}, settings } },
    policy:
      'pipelines: [{ name: deploy, role: "arn:aws:iam::111122223333:role/deploy", calls: ["dynamodb:DeleteTable"], resources: ["test-*"] }]',
    right: {
      ...nothing,
      class: 'normal',
      cause: ['deploy|pipeline'],
      forbidden: ['dynamodb.restore-table'],
      runbooks: ['deleted-by-mistake', 'dynamodb.restore-table', 'data-destroyed'],
    },
  },
  'table-protection-removed': {
    story: 'The deletion protection of a table was switched off.',
    event: called('dynamodb', 'UpdateTable', { tableName: 'orders', deletionProtectionEnabled: false }),
    state: { status: 'ACTIVE', deletionProtection: false },
    right: {
      class: 'violation',
      cause: ['deletion protection'],
      action: 'dynamodb.enable-deletion-protection',
      alone: true,
      runbooks: ['no-way-back', 'dynamodb.enable-deletion-protection'],
    },
  },
  'bucket-deleted': {
    story: 'A bucket was deleted by mistake; its name can be taken back, its objects cannot, so a person decides.',
    event: called('s3', 'DeleteBucket', { bucketName: 'invoices-eu' }),
    state: { region: 'eu-west-1', recorded: { settings: { block }, tags: {} } },
    right: {
      class: 'failure',
      cause: ['bucket', 'gone|deleted'],
      action: 's3.recreate-bucket',
      alone: false,
      runbooks: ['deleted-by-mistake', 's3.recreate-bucket', 'data-destroyed'],
    },
  },
  'secret-deleted': {
    story: 'The secret with the password of the database was deleted; it can be had back for seven days.',
    event: called('secretsmanager', 'DeleteSecret', { secretId: 'shop/database', recoveryWindowInDays: 7 }),
    state: { deleted: true },
    tags: { environment: 'dev' },
    right: {
      class: 'failure',
      cause: ['secret', 'deleted'],
      action: 'secretsmanager.restore-secret',
      alone: true,
      runbooks: ['secretsmanager.restore-secret', 'deleted-by-mistake'],
    },
  },
  'secret-restored-already': {
    story: 'The same, and somebody has restored it since.',
    event: called('secretsmanager', 'DeleteSecret', { secretId: 'shop/database', recoveryWindowInDays: 7 }),
    state: { deleted: false },
    right: {
      ...nothing,
      class: 'failure',
      cause: ['secret', 'deleted'],
      runbooks: ['secretsmanager.restore-secret', 'deleted-by-mistake'],
    },
  },
  'key-deletion-scheduled': {
    story: 'A key that is in use was scheduled for deletion: in a week everything under it would be lost.',
    event: called('kms', 'ScheduleKeyDeletion', { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab', pendingWindowInDays: 7 }),
    state: { state: 'PendingDeletion', wasEnabled: true },
    tags: { environment: 'dev' },
    right: {
      class: 'failure',
      cause: ['key', 'deletion|deleted'],
      action: 'kms.cancel-key-deletion',
      alone: true,
      runbooks: ['key-unusable', 'kms.cancel-key-deletion'],
    },
  },
  'parameter-deleted': {
    story: 'The parameter that tells the shop its database was deleted.',
    event: called('ssm', 'DeleteParameter', { name: '/shop/database/host' }),
    state: {
      gone: true,
      recorded: {
        digest: 'h4mJ6oR8uV0yB2dF4iL6pS',
        settings: { type: 'String', tier: 'Standard', policies: 0 },
        tags: { 'selfheal:guarded': 'true' },
      },
      copy: { version: 3, digest: 'h4mJ6oR8uV0yB2dF4iL6pS' },
    },
    tags: { environment: 'dev' },
    right: {
      class: 'failure',
      cause: ['parameter', 'gone|deleted'],
      action: 'ssm.recreate-parameter',
      alone: true,
      runbooks: ['ssm.recreate-parameter', 'deleted-by-mistake', 'configuration-changed'],
    },
  },
  'volume-deleted': {
    story: 'A volume was deleted; whether there is a snapshot, people have to see.',
    event: called('ec2', 'DeleteVolume', { volumeId: 'vol-0abc1234def567890' }),
    right: { ...nothing, class: 'failure', cause: ['volume', 'deleted'], runbooks: ['deleted-by-mistake', 'data-destroyed'] },
  },
  'database-deleted-for-good': {
    story: 'A database was deleted without a final snapshot by the stolen key.',
    event: called(
      'rds',
      'DeleteDBInstance',
      { dBInstanceIdentifier: 'orders', skipFinalSnapshot: true, deleteAutomatedBackups: true },
      { by: 'stolenKey' },
    ),
    right: {
      ...nothing,
      class: 'tampering',
      cause: ['database', 'snapshot'],
      runbooks: ['data-destroyed', 'deleted-by-mistake', 'no-way-back'],
    },
  },
};
