import { APIGateway } from '@aws-sdk/client-api-gateway';
import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling';
import { AutoScaling } from '@aws-sdk/client-auto-scaling';
import { CloudFront } from '@aws-sdk/client-cloudfront';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuild } from '@aws-sdk/client-codebuild';
import { ConfigService } from '@aws-sdk/client-config-service';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { EC2 } from '@aws-sdk/client-ec2';
import { ECR } from '@aws-sdk/client-ecr';
import { ECS } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { GuardDuty } from '@aws-sdk/client-guardduty';
import { IAM } from '@aws-sdk/client-iam';
import { KMS } from '@aws-sdk/client-kms';
import { Lambda } from '@aws-sdk/client-lambda';
import { Macie2 } from '@aws-sdk/client-macie2';
import { RDS } from '@aws-sdk/client-rds';
import { S3 } from '@aws-sdk/client-s3';
import { S3Control } from '@aws-sdk/client-s3-control';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { SSM } from '@aws-sdk/client-ssm';
import type { Json, JsonObject } from '#domain/json.ts';
import type { Site } from '#domain/resource-ref.ts';

/** A person's own clients for one region of one account. */
export interface Clients {
  readonly site: Site;
  readonly apigateway: APIGateway;
  readonly applicationAutoscaling: ApplicationAutoScaling;
  readonly autoscaling: AutoScaling;
  readonly cloudfront: CloudFront;
  readonly cloudtrail: CloudTrail;
  readonly cloudwatch: CloudWatch;
  readonly codebuild: CodeBuild;
  readonly config: ConfigService;
  readonly dynamodb: DynamoDB;
  readonly ec2: EC2;
  readonly ecr: ECR;
  readonly ecs: ECS;
  readonly elbv2: ElasticLoadBalancingV2;
  readonly eventbridge: EventBridge;
  readonly guardduty: GuardDuty;
  readonly iam: IAM;
  readonly kms: KMS;
  readonly lambda: Lambda;
  readonly logs: CloudWatchLogs;
  readonly macie2: Macie2;
  readonly rds: RDS;
  readonly s3: S3;
  readonly s3control: S3Control;
  readonly secretsmanager: SecretsManager;
  readonly securityhub: SecurityHub;
  readonly sns: SNS;
  readonly sqs: SQS;
  readonly ssm: SSM;
}

/** One way to break what an action heals, with neighbours that healing must not touch. */
export interface Variant {
  readonly title: string;
  /** The good state of a guarded or restorable resource was never recorded. */
  readonly unrecorded?: true;
  /** Makes the resource and its neighbours; the answer is the action's parameters. */
  setUp(clients: Clients): Promise<JsonObject>;
  break(clients: Clients, params: JsonObject): Promise<unknown>;
  /** Everything beside the condition, as AWS tells it: of the same resource and of others. */
  neighbours(clients: Clients, params: JsonObject): Promise<Json>;
}

/** A resource that does not exist; what is wrong with it, or else that there is no such resource. What belongs to every account is always there. */
export type Absent = 'always there' | { readonly id: string; readonly says?: string };

/** An image of Linux that the emulator has in every account and region: to list them all takes it longer than to launch one. */
export const emulatorImage = 'ami-12c6146b';

/** Clients that send everything to one endpoint. */
export function clientsFor(
  site: Site,
  endpoint: string,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
): Clients {
  const config = { endpoint, region: site.region, credentials };
  return {
    site,
    apigateway: new APIGateway(config),
    applicationAutoscaling: new ApplicationAutoScaling(config),
    autoscaling: new AutoScaling(config),
    cloudfront: new CloudFront(config),
    cloudtrail: new CloudTrail(config),
    cloudwatch: new CloudWatch(config),
    codebuild: new CodeBuild(config),
    config: new ConfigService(config),
    dynamodb: new DynamoDB(config),
    ec2: new EC2(config),
    ecr: new ECR(config),
    ecs: new ECS(config),
    elbv2: new ElasticLoadBalancingV2(config),
    eventbridge: new EventBridge(config),
    guardduty: new GuardDuty(config),
    iam: new IAM(config),
    kms: new KMS(config),
    lambda: new Lambda(config),
    logs: new CloudWatchLogs(config),
    macie2: new Macie2(config),
    rds: new RDS(config),
    s3: new S3({ ...config, forcePathStyle: true }),
    s3control: new S3Control({ ...config, endpointProvider: () => ({ url: new URL(endpoint) }) }),
    secretsmanager: new SecretsManager(config),
    securityhub: new SecurityHub(config),
    sns: new SNS(config),
    sqs: new SQS(config),
    ssm: new SSM(config),
  };
}

/** What the SDK answered as JSON, without what belongs to the call; `null` when there is none. */
export async function told(answer: Promise<object>): Promise<Json> {
  try {
    const { $metadata: _, ...said } = (await answer) as { $metadata?: unknown };
    return JSON.parse(JSON.stringify(said)) as Json;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status !== undefined && status >= 400 && status < 500) return null;
    throw error;
  }
}

/** A parameter that is a text. */
export function text(params: JsonObject, name: string): string {
  const value = params[name];
  if (typeof value !== 'string') throw new TypeError(`the parameter ${name} is not a text`);
  return value;
}
