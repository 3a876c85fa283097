import type { Call } from '#domain/call.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Service } from '#ports/cloud.ts';
import { apigateway } from './apigateway.ts';
import { applicationAutoscaling } from './applicationAutoscaling.ts';
import { autoscaling } from './autoscaling.ts';
import { cloudfront } from './cloudfront.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatch } from './cloudwatch.ts';
import { codebuild } from './codebuild.ts';
import { config } from './config.ts';
import { dynamodb } from './dynamodb.ts';
import { ec2 } from './ec2.ts';
import { ecr } from './ecr.ts';
import { ecs } from './ecs.ts';
import { elbv2 } from './elbv2.ts';
import { eventbridge } from './eventbridge.ts';
import { guardduty } from './guardduty.ts';
import { health } from './health.ts';
import { iam } from './iam.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { macie2 } from './macie2.ts';
import { rds } from './rds.ts';
import { s3 } from './s3.ts';
import { s3control } from './s3control.ts';
import { secretsmanager } from './secretsmanager.ts';
import { securityhub } from './securityhub.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { ssm } from './ssm.ts';
import { sts } from './sts.ts';
import type { IamTable } from './table.ts';

/**
 * The IAM actions that AWS checks for each operation, by the SDK's names, from the Service Authorization Reference
 * (docs.aws.amazon.com/service-authorization/latest/reference) and, for S3, the pages of the operations. What a call needs besides
 * (`iam:PassRole`, `kms:Decrypt`, writes of a restore) depends on its input: actions declare that as `dependent`.
 */
export const iamTables: { readonly [S in Service]: IamTable<S> } = {
  apigateway,
  applicationAutoscaling,
  autoscaling,
  cloudfront,
  cloudtrail,
  cloudwatch,
  codebuild,
  config,
  dynamodb,
  ec2,
  ecr,
  ecs,
  elbv2,
  eventbridge,
  guardduty,
  health,
  iam,
  kms,
  lambda,
  logs,
  macie2,
  rds,
  s3,
  s3control,
  secretsmanager,
  securityhub,
  sns,
  sqs,
  ssm,
  sts,
};

const rows: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(iamTables).flatMap(([service, operations]) =>
    Object.entries(operations).map(([operation, actions]) => [`${service}.${operation}`, actions] as const),
  ),
);

/** The IAM actions that one call needs, of an operation without a row as `own` names them. Throws `unsupported-operation` for any other. */
export function iamActions(
  { service, operation }: Pick<Call, 'service' | 'operation'>,
  own: Readonly<Record<string, readonly string[]>> = {},
): readonly string[] {
  const name = `${service}.${operation}`;
  const actions = rows.get(name) ?? (Object.hasOwn(own, name) ? own[name] : undefined);
  if (actions !== undefined) return actions;
  throw new HealError(
    'unsupported-operation',
    `Nobody wrote down which IAM actions ${name} needs: an action of your own names them in permissions.calls, one of ours in src/catalogue/iam/${service}.ts.`,
  );
}
