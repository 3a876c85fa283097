import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Signal } from '#domain/signal.ts';
import type { Detection, Repetition } from '#ports/catalogue.ts';
import { resourceOfArn, resourceRef } from './sources/resource-name.ts';

/** Many of the same call, or many refused ones: each is one incident about who makes them. */
export const burstDetections = {
  calls: { id: 'burst.calls', title: 'One principal read or destroyed much in a short time', class: 'tampering', severity: 'low' },
  refused: { id: 'burst.denied', title: 'AWS refused many calls of one principal in a short time', class: 'tampering', severity: 'low' },
} as const satisfies Readonly<Record<string, Detection>>;

const windowMs = 10 * 60_000;
const limits = { calls: 50, refused: 20 } as const;

/** Calls that give out content or secrets, not the description of something. Source: the service authorization reference, access level Read. */
const reads: ReadonlySet<string> = new Set(
  [
    's3:GetObject GetObjectTorrent SelectObjectContent CopyObject',
    'dynamodb:GetItem BatchGetItem TransactGetItems Query Scan ExecuteStatement BatchExecuteStatement',
    'kms:Decrypt ReEncrypt',
    'secretsmanager:GetSecretValue BatchGetSecretValue',
    'ssm:GetParameter GetParameters GetParametersByPath GetParameterHistory',
    'ebs:GetSnapshotBlock',
    'ec2:GetPasswordData GetConsoleOutput GetConsoleScreenshot DescribeInstanceAttribute',
    'lambda:GetFunction20150331v2 GetFunction',
    'ecr:GetDownloadUrlForLayer BatchGetImage',
    'codecommit:GitPull GetFile GetBlob GetFolder',
    'athena:GetQueryResults',
    'redshift-data:GetStatementResult',
    'rds-data:ExecuteStatement BatchExecuteStatement',
    'rds:DownloadDBLogFilePortion DownloadCompleteDBLogFile',
    'logs:GetLogEvents FilterLogEvents GetQueryResults GetLogRecord',
    'sqs:ReceiveMessage',
    'kinesis:GetRecords',
  ].flatMap((line) => {
    const [service = '', names = ''] = line.split(':');
    return names.split(' ').map((name) => `${service}:${name}`);
  }),
);

const destroys =
  /:(Delete|BatchDelete|Terminate|Destroy|Purge|Remove|Schedule\w*Deletion|Deregister|Disable|Deactivate|Stop|Detach|Disassociate|Revoke|Leave)/;

/** AWS's error codes for a call that was not allowed, and the words of a sign-in that failed. */
const refused = /AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|Forbidden|Failed authentication|^Failure$/;

/** What a call would be one more of; calls that AWS makes, or makes for somebody, count for nobody. */
export function repetitionsOf(signal: Signal): readonly Repetition[] {
  const { actor, operation, failed } = signal;
  if (actor === undefined || operation === undefined || actor.type === 'AWSService' || !isAddress(actor.sourceIp)) return [];
  const whose = { resource: principalResource(signal), windowMs, counts: true };
  const refusals = {
    ...whose,
    kind: 'refused',
    counted: 'refused calls',
    limit: limits.refused,
    detection: burstDetections.refused,
  } as const;
  if (failed !== undefined) return refused.test(failed) ? [refusals] : [];
  const kind = reads.has(operation) ? 'reads' : destroys.test(operation) ? 'destroys' : undefined;
  // What at last succeeds after many refusals is worth knowing.
  const after = { ...refusals, counts: false };
  return kind === undefined
    ? [after]
    : [{ ...whose, kind, counted: operation, limit: limits.calls, detection: burstDetections.calls }, after];
}

/** Services name themselves here: `s3.amazonaws.com`, `AWS Internal`. */
const isAddress = (from: string | undefined): boolean => from === undefined || /^[\d.]+$|:/.test(from);

/** The role or user itself; the account for root and for whom AWS does not name. */
function principalResource({ actor, resource: { account, partition, region } }: Signal): ResourceRef {
  const arn = actor?.role ?? actor?.arn?.replace(/^(arn:[\w-]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3');
  const found = arn === undefined ? undefined : resourceOfArn(arn);
  return resourceRef(found ?? { type: 'AWS::::Account', id: account }, {
    account,
    partition,
    region: found === undefined ? 'global' : region,
  });
}
