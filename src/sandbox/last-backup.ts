import type { JsonObject } from '#domain/json.ts';
import type { DecodedCall } from './decode/decoded-call.ts';
import type { Upstream } from './upstream.ts';

/** Deleting a table with point-in-time recovery leaves a backup on AWS (type SYSTEM); moto leaves none, so one is made before the table goes. */
export async function keepLastBackup(call: DecodedCall, upstream: Upstream): Promise<void> {
  const { TableName: table } = call.input;
  if (call.service !== 'dynamodb' || call.operation !== 'DeleteTable' || typeof table !== 'string') return;
  const ask = (operation: string, input: JsonObject) => upstream.ask('dynamodb', `DynamoDB_20120810.${operation}`, input, call);
  const found = (await ask('DescribeContinuousBackups', { TableName: table })) as ContinuousBackups | undefined;
  const status = found?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  if (status === 'ENABLED') await ask('CreateBackup', { TableName: table, BackupName: `${table.split('/').at(-1)}$DeletedTableBackup` });
}

interface ContinuousBackups {
  readonly ContinuousBackupsDescription?: { readonly PointInTimeRecoveryDescription?: { readonly PointInTimeRecoveryStatus?: string } };
}
