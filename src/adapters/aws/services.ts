import type { Service } from '#ports/cloud.ts';

type Package = Readonly<Record<string, unknown>>;

/** Every service that calls may name: its client class, and its package, imported when the first call is sent. */
const services: Readonly<Record<Service, { readonly client: string; readonly load: () => Promise<Package> }>> = {
  apigateway: { client: 'APIGatewayClient', load: () => import('@aws-sdk/client-api-gateway') },
  applicationAutoscaling: { client: 'ApplicationAutoScalingClient', load: () => import('@aws-sdk/client-application-auto-scaling') },
  autoscaling: { client: 'AutoScalingClient', load: () => import('@aws-sdk/client-auto-scaling') },
  cloudfront: { client: 'CloudFrontClient', load: () => import('@aws-sdk/client-cloudfront') },
  cloudtrail: { client: 'CloudTrailClient', load: () => import('@aws-sdk/client-cloudtrail') },
  cloudwatch: { client: 'CloudWatchClient', load: () => import('@aws-sdk/client-cloudwatch') },
  codebuild: { client: 'CodeBuildClient', load: () => import('@aws-sdk/client-codebuild') },
  config: { client: 'ConfigServiceClient', load: () => import('@aws-sdk/client-config-service') },
  dynamodb: { client: 'DynamoDBClient', load: () => import('@aws-sdk/client-dynamodb') },
  ec2: { client: 'EC2Client', load: () => import('@aws-sdk/client-ec2') },
  ecr: { client: 'ECRClient', load: () => import('@aws-sdk/client-ecr') },
  ecs: { client: 'ECSClient', load: () => import('@aws-sdk/client-ecs') },
  elbv2: { client: 'ElasticLoadBalancingV2Client', load: () => import('@aws-sdk/client-elastic-load-balancing-v2') },
  eventbridge: { client: 'EventBridgeClient', load: () => import('@aws-sdk/client-eventbridge') },
  guardduty: { client: 'GuardDutyClient', load: () => import('@aws-sdk/client-guardduty') },
  health: { client: 'HealthClient', load: () => import('@aws-sdk/client-health') },
  iam: { client: 'IAMClient', load: () => import('@aws-sdk/client-iam') },
  kms: { client: 'KMSClient', load: () => import('@aws-sdk/client-kms') },
  lambda: { client: 'LambdaClient', load: () => import('@aws-sdk/client-lambda') },
  logs: { client: 'CloudWatchLogsClient', load: () => import('@aws-sdk/client-cloudwatch-logs') },
  macie2: { client: 'Macie2Client', load: () => import('@aws-sdk/client-macie2') },
  rds: { client: 'RDSClient', load: () => import('@aws-sdk/client-rds') },
  s3: { client: 'S3Client', load: () => import('@aws-sdk/client-s3') },
  s3control: { client: 'S3ControlClient', load: () => import('@aws-sdk/client-s3-control') },
  secretsmanager: { client: 'SecretsManagerClient', load: () => import('@aws-sdk/client-secrets-manager') },
  securityhub: { client: 'SecurityHubClient', load: () => import('@aws-sdk/client-securityhub') },
  sns: { client: 'SNSClient', load: () => import('@aws-sdk/client-sns') },
  sqs: { client: 'SQSClient', load: () => import('@aws-sdk/client-sqs') },
  ssm: { client: 'SSMClient', load: () => import('@aws-sdk/client-ssm') },
  sts: { client: 'STSClient', load: () => import('@aws-sdk/client-sts') },
};

/** What AWS answered, as the SDK gives it. */
export type Answer = Readonly<Record<string, unknown>> & { readonly $metadata?: { readonly requestId?: string } };

type Middleware = (next: (args: unknown) => Promise<unknown>) => (args: unknown) => Promise<unknown>;

/** One request of the SDK, before it is sent. */
interface Command {
  readonly middlewareStack: { add(middleware: Middleware, options: { readonly step: 'deserialize'; readonly priority: 'low' }): void };
}

/** A client of one service, its types erased: inputs are typed by the port, where calls are made. */
export interface Client {
  send(command: Command, options?: { readonly abortSignal?: AbortSignal }): Promise<Answer>;
}

/** One operation of the SDK. */
export interface Operation {
  command(input: object): Command;
  /** The package's own paginator, where it has one. */
  readonly paginate: ((config: { readonly client: Client }, input: object) => AsyncGenerator<Answer>) | undefined;
  /** A new client of the service. */
  client(config: object): Client;
}

/** The operation of that SDK method name (`getPublicAccessBlock`), or nothing when the SDK does not know it. */
export async function findOperation(service: string, name: string): Promise<Operation | undefined> {
  if (!Object.hasOwn(services, service) || !/^[a-z]\w*$/.test(name)) return undefined;
  const { client, load } = services[service as Service];
  const loaded = await load();
  const pascal = name.charAt(0).toUpperCase() + name.slice(1);
  const Command = loaded[`${pascal}Command`] as (new (input: object) => Command) | undefined;
  if (Command === undefined) return undefined;
  const Client = loaded[client] as new (config: object) => Client;
  return {
    command: (input) => new Command(input),
    paginate: loaded[`paginate${pascal}`] as Operation['paginate'],
    client: (config) => new Client(service === 's3control' ? withoutAccountInHost(config) : config),
  };
}

/** The client puts the account's id before the host name, where an emulator on this machine has no name for it. */
function withoutAccountInHost(config: { readonly endpoint?: string }): object {
  const { endpoint } = config;
  return endpoint === undefined ? config : { ...config, endpointProvider: () => ({ url: new URL(endpoint) }) };
}

/** Only these names read; the port's types say the same. */
export const isRead = (operation: string): boolean => /^(get|describe|list|head|batchGet|lookup|filter)/.test(operation);
