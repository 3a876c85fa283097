import { z } from 'zod';
import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';
import { readScaling, Scaling } from './table-scaling.ts';

/** A table as it is, apart from its items and settings. */
export const Table = z.object({
  arn: z.string(),
  status: z.string(),
  /** ISO 8601; absent in predictions. */
  createdAt: z.string().optional(),
  /** Did it come out of a backup? */
  restored: z.boolean(),
});

/** What a restore does not bring back (developer guide, "Restoring a DynamoDB table from a backup"), besides tags. */
export const Settings = z.object({
  ttl: z.string().optional(),
  stream: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']).optional(),
  pointInTimeDays: z.int().optional(),
  deletionProtection: z.boolean(),
  scaling: z.array(Scaling).optional(),
});

/** A backup that a table can be restored from. */
export const Backup = z.object({ arn: z.string(), type: z.string(), at: z.string(), bytes: z.number() });

/** Point-in-time recovery keeps 35 days unless it is told otherwise (API reference of PointInTimeRecoverySpecification). */
const defaultDays = 35;

/** Every table at the reader's site. */
export async function listTables(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { TableNames = [] } = await reader.read('dynamodb', 'listTables', {});
  return TableNames.map((id) => ({
    type: 'AWS::DynamoDB::Table',
    id,
    arn: `arn:${partition}:dynamodb:${region}:${account}:table/${id}`,
    partition,
    account,
    region,
  }));
}

/** Throws `no-such-resource` when the table is gone. */
export async function tableTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { partition, account, region } = reader.site;
  return tagsOf(reader, `arn:${partition}:dynamodb:${region}:${account}:table/${id}`);
}

async function tagsOf(reader: Reader, arn: string): Promise<Tags> {
  const { Tags: tags = [] } = await reader.read('dynamodb', 'listTagsOfResource', { ResourceArn: arn });
  return Object.fromEntries(tags.flatMap(({ Key = '', Value = '' }) => (Key.startsWith('aws:') ? [] : [[Key, Value]])));
}

/** The table with its tags and settings (none while it is being created or deleted); nothing when there is no such table. */
export async function readTable(reader: Reader, name: string) {
  const answer = await reader.find('dynamodb', 'describeTable', { TableName: name }, ['ResourceNotFoundException']);
  const found = answer?.Table;
  if (found === undefined) return undefined;
  const table = Table.parse({
    arn: found.TableArn,
    status: found.TableStatus,
    createdAt: found.CreationDateTime?.toISOString(),
    restored: found.RestoreSummary?.SourceBackupArn !== undefined,
  });
  if (table.status === 'CREATING' || table.status === 'DELETING') return { table };
  const indexes = (found.GlobalSecondaryIndexes ?? []).flatMap(({ IndexName }) => IndexName ?? []);
  const onDemand = found.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
  const [tags, ttl, backups, scaling] = await Promise.all([
    tagsOf(reader, table.arn),
    reader.read('dynamodb', 'describeTimeToLive', { TableName: name }),
    reader.read('dynamodb', 'describeContinuousBackups', { TableName: name }),
    onDemand ? undefined : readScaling(reader, name, indexes),
  ]);
  const { TimeToLiveStatus: live, AttributeName } = ttl.TimeToLiveDescription ?? {};
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  const settings = Settings.parse({
    ttl: live === 'ENABLED' || live === 'ENABLING' ? AttributeName : undefined,
    stream: found.StreamSpecification?.StreamEnabled === true ? found.StreamSpecification.StreamViewType : undefined,
    pointInTimeDays: recovery?.PointInTimeRecoveryStatus === 'ENABLED' ? (recovery.RecoveryPeriodInDays ?? defaultDays) : undefined,
    deletionProtection: found.DeletionProtectionEnabled ?? false,
    scaling,
  });
  return { table, tags, settings };
}

/** The newest backup that can be restored: on demand, made by AWS at deletion (SYSTEM), or by AWS Backup. */
export async function newestBackup(reader: Reader, name: string): Promise<z.infer<typeof Backup> | undefined> {
  const lists = await Promise.all(
    (['ALL', 'AWS_BACKUP'] as const).map((BackupType) => reader.read('dynamodb', 'listBackups', { TableName: name, BackupType })),
  );
  return lists
    .flatMap(({ BackupSummaries = [] }) => BackupSummaries)
    .filter(({ TableName, BackupStatus }) => TableName === name && BackupStatus === 'AVAILABLE')
    .map(({ BackupArn: arn, BackupType: type, BackupCreationDateTime, BackupSizeBytes: bytes }) =>
      Backup.parse({ arn, type, at: BackupCreationDateTime?.toISOString(), bytes: bytes ?? 0 }),
    )
    .toSorted((a, b) => (a.at < b.at || (a.at === b.at && a.arn < b.arn) ? 1 : -1))[0];
}
