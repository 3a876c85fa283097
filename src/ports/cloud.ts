import type { APIGateway } from '@aws-sdk/client-api-gateway';
import type { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling';
import type { AutoScaling } from '@aws-sdk/client-auto-scaling';
import type { CloudFront } from '@aws-sdk/client-cloudfront';
import type { CloudTrail } from '@aws-sdk/client-cloudtrail';
import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { CodeBuild } from '@aws-sdk/client-codebuild';
import type { ConfigService } from '@aws-sdk/client-config-service';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { EC2 } from '@aws-sdk/client-ec2';
import type { ECR } from '@aws-sdk/client-ecr';
import type { ECS } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EventBridge } from '@aws-sdk/client-eventbridge';
import type { GuardDuty } from '@aws-sdk/client-guardduty';
import type { Health } from '@aws-sdk/client-health';
import type { IAM } from '@aws-sdk/client-iam';
import type { KMS } from '@aws-sdk/client-kms';
import type { Lambda } from '@aws-sdk/client-lambda';
import type { Macie2 } from '@aws-sdk/client-macie2';
import type { RDS } from '@aws-sdk/client-rds';
import type { S3 } from '@aws-sdk/client-s3';
import type { S3Control } from '@aws-sdk/client-s3-control';
import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { SecurityHub } from '@aws-sdk/client-securityhub';
import type { SNS } from '@aws-sdk/client-sns';
import type { SQS } from '@aws-sdk/client-sqs';
import type { SSM } from '@aws-sdk/client-ssm';
import type { STS } from '@aws-sdk/client-sts';
import type { Call } from '#domain/call.ts';
import type { Json } from '#domain/json.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import type { Scope } from '#domain/scope.ts';

/** Types only: no SDK is loaded here; the adapter imports a client when the first call of its service is sent. */
interface Sdk {
  apigateway: APIGateway;
  applicationAutoscaling: ApplicationAutoScaling;
  autoscaling: AutoScaling;
  cloudfront: CloudFront;
  cloudtrail: CloudTrail;
  cloudwatch: CloudWatch;
  codebuild: CodeBuild;
  config: ConfigService;
  dynamodb: DynamoDB;
  ec2: EC2;
  ecr: ECR;
  ecs: ECS;
  elbv2: ElasticLoadBalancingV2;
  eventbridge: EventBridge;
  guardduty: GuardDuty;
  health: Health;
  iam: IAM;
  kms: KMS;
  lambda: Lambda;
  logs: CloudWatchLogs;
  macie2: Macie2;
  rds: RDS;
  s3: S3;
  s3control: S3Control;
  secretsmanager: SecretsManager;
  securityhub: SecurityHub;
  sns: SNS;
  sqs: SQS;
  ssm: SSM;
  sts: STS;
}
export type Service = keyof Sdk;
type Method<M> = M extends {
  (input: infer I, options?: never): Promise<infer O>;
  (input: never, cb: never): void;
  (input: never, options: never, cb: never): void;
}
  ? { in: I; out: O }
  : never;
type NotAnOperation = 'config' | 'send' | 'destroy' | 'middlewareStack' | `waitUntil${string}` | `paginate${string}`;
export type Operation<S extends Service> = Exclude<keyof Sdk[S], NotAnOperation> & string;
export type Input<S extends Service, O extends Operation<S>> = Method<Sdk[S][O]>['in'];
export type Output<S extends Service, O extends Operation<S>> = Method<Sdk[S][O]>['out'];
type ReadName = `${'get' | 'describe' | 'list' | 'head' | 'batchGet' | 'lookup' | 'filter'}${string}`;
export type ReadOperation<S extends Service> = Extract<Operation<S>, ReadName>;
export type WriteOperation<S extends Service> = Exclude<Operation<S>, ReadName>;

/** Where the SDK wants a string, a plan may hold a sealed secret instead. */
type Sealable<T> = T extends string | undefined
  ? T | { readonly sealed: { readonly parameter: string; readonly version: number; readonly digest: string } }
  : T;
type SealableInput<I> = { [K in keyof I]: K extends 'Value' ? Sealable<I[K]> : I[K] };

/** A write as data. Reads do not type-check here, as writes do not in `Reader`. */
export function call<S extends Service, O extends WriteOperation<S>>(service: S, operation: O, input: SealableInput<Input<S, O>>): Call {
  return { service, operation, input: JSON.parse(JSON.stringify(input)) };
}

/** How a peek is bounded. */
export interface Peeking {
  /** Gives up when it aborts. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds: what AWS was asked before that is too old. */
  readonly since: number;
}

/** What an action may do while it observes: read one region of one account. */
export interface Reader {
  readonly site: Site;
  /** Follows every page and joins the lists. Throws HealError. */
  read<S extends Service, O extends ReadOperation<S>>(service: S, operation: O, input: Input<S, O>): Promise<Output<S, O>>;
  /** Like `read`; nothing when AWS answers with one of the error codes that mean "there is none". */
  find<S extends Service, O extends ReadOperation<S>>(
    service: S,
    operation: O,
    input: Input<S, O>,
    absent: readonly string[],
  ): Promise<Output<S, O> | undefined>;
  /**
   * The first page only, asked for once: for what is good to know and must not delay anything. May be what AWS answered to the same question a
   * moment ago. Throws HealError, or the signal's reason.
   */
  peek<S extends Service, O extends ReadOperation<S>>(service: S, operation: O, input: Input<S, O>, until: Peeking): Promise<Output<S, O>>;
  /** The last good state that was recorded of a guarded or restorable resource: by one action, or by whichever recorded it last. */
  recorded(resource: Pick<ResourceRef, 'type' | 'id'> & { readonly action?: string }): Promise<Json | undefined>;
  /** Ids of resources that the policy lists as guarded, besides those that carry the tag. */
  guarded(): readonly string[];
  /** Epoch milliseconds, for ages and last uses; a state that holds them leaves them out of what is compared. */
  now(): number;
  /** Keyed digest of a secret: equal secrets have equal digests, and nothing else can be told from it. */
  digest(secret: string): string;
}

/** The answer to a write. */
export interface Sent {
  readonly requestId: string;
  readonly milliseconds: number;
}

/** Sends writes under one incident's name (role session and SourceIdentity). */
export interface Writer {
  /**
   * Sends once, without retries. Throws HealError; `details.arrived` is `'no'` when AWS surely did nothing
   * (refused, throttled, not connected) and `'unknown'` when nobody can tell.
   */
  send(call: Call): Promise<Sent>;
  /** ARN pattern of the sessions that our writes carry, to know their echo. */
  readonly session: string;
}

export interface Cloud {
  reader(site: Site): Reader;
  /** With a scope the session's own policy allows nothing beyond it, whatever the role may do. */
  writer(site: Site, incident: string, scope?: Scope): Writer;
}
