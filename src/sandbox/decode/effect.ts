/** What an operation does to the account. Only `write` and `session` (new credentials) make CloudTrail events that EventBridge delivers. */
export type Effect = 'read' | 'write' | 'session' | 'data-read' | 'data-write';

const reads =
  /^(Get|List|Describe|Head|Lookup|Search|Scan|Query|Select|BatchGet|BatchDescribe|BatchCheck|Check|Simulate|Preview|Validate|Test|Estimate|Filter|View|Decode|Read|Count|Download|Evaluate|TransactGet|Poll)(?![a-z])/;

/** Names whose verb misleads. A trailing `*` stands for any rest. Source: the "Access level" column of the AWS Service Authorization Reference. */
const exceptions: Readonly<Record<string, Effect>> = {
  'sts:AssumeRole*': 'session',
  'sts:AssumeRoot': 'session',
  'kms:Encrypt': 'read',
  'kms:Decrypt': 'read',
  'kms:ReEncrypt': 'read',
  'kms:GenerateDataKey*': 'read',
  'kms:GenerateRandom': 'read',
  'kms:GenerateMac': 'read',
  'kms:Sign': 'read',
  'kms:Verify*': 'read',
  'elasticache:TestFailover': 'write',
  'logs:StartQuery': 'read',
  'logs:FilterLogEvents': 'data-read',
  'logs:GetLogEvents': 'data-read',
  'logs:PutLogEvents': 'data-write',
  'cloudwatch:PutMetricData': 'data-write',
  'iam:GenerateCredentialReport': 'read',
  'iam:GenerateServiceLastAccessedDetails': 'read',
  'lambda:Invoke*': 'data-write',
  'events:PutEvents': 'data-write',
  'sns:Publish*': 'data-write',
  'sqs:SendMessage*': 'data-write',
  'sqs:ReceiveMessage': 'data-read',
  'sqs:DeleteMessage*': 'data-write',
  'sqs:ChangeMessageVisibility*': 'data-write',
  'sfn:SendTask*': 'data-write',
  'xray:Put*': 'data-write',
  'kinesis:PutRecord*': 'data-write',
  'firehose:PutRecord*': 'data-write',
  'dynamodb:PutItem': 'data-write',
  'dynamodb:UpdateItem': 'data-write',
  'dynamodb:DeleteItem': 'data-write',
  'dynamodb:BatchWriteItem': 'data-write',
  'dynamodb:TransactWriteItems': 'data-write',
  'dynamodb:ExecuteStatement': 'data-write',
  'dynamodb:BatchExecuteStatement': 'data-write',
  'dynamodb:ExecuteTransaction': 'data-write',
  'dynamodb:GetItem': 'data-read',
  'dynamodb:BatchGetItem': 'data-read',
  'dynamodb:TransactGetItems': 'data-read',
  'dynamodb:Query': 'data-read',
  'dynamodb:Scan': 'data-read',
  's3:CreateMultipartUpload': 'data-write',
  's3:UploadPart*': 'data-write',
  's3:CompleteMultipartUpload': 'data-write',
  's3:AbortMultipartUpload': 'data-write',
  's3:CopyObject': 'data-write',
  's3:PutObject': 'data-write',
  's3:PutObjectAcl': 'data-write',
  's3:PutObjectTagging': 'data-write',
  's3:PutObjectRetention': 'data-write',
  's3:PutObjectLegalHold': 'data-write',
  's3:DeleteObject*': 'data-write',
  's3:RestoreObject': 'data-write',
  's3:RenameObject': 'data-write',
  's3:CreateSession': 'data-read',
  's3:WriteGetObjectResponse': 'data-write',
};
const prefixes = Object.entries(exceptions).flatMap(([name, effect]) =>
  name.endsWith('*') ? [{ prefix: name.slice(0, -1), effect }] : [],
);

/** By the exceptions, else by the verb with which the operation's name begins; an unknown verb counts as a write. */
export function effectOf(service: string, operation: string): Effect {
  const name = `${service}:${operation}`;
  const exception = exceptions[name] ?? prefixes.find(({ prefix }) => name.startsWith(prefix))?.effect;
  if (exception !== undefined) return exception;
  const rest = /^(GET|HEAD|OPTIONS) \//.test(operation);
  return rest || reads.test(operation) ? 'read' : 'write';
}
